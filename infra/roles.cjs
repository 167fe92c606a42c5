/** Each function's own role, as CloudFormation. What it allows is decided in permissions.ts. */
const { FUNCTION_TIMEOUT_SECONDS } = require('../shared/machines/time-outs.ts');
const configuration = require('./configuration.cjs');
const { ownStatements } = require('./own-statements.ts');
const { packed } = require('./packed.ts');
const { stageOf } = require('./stage.cjs');
const { pascalCase, pseudoAccount, role, substituted } = require('./template.cjs');

function fitting(name, statements) {
  const fits = packed(statements);
  if (fits) return fits;
  throw new Error(
    `${configuration.appliances.length} appliances are too many for one deployment: the role of ${name} needs more than the policies that IAM lets it have (10,240 characters of its own, and ten policies of 6,144); protect some of the appliances under another stage, each stage with an APPLIANCES_FILE of its own`,
  );
}

const policy = (name, number, statements) => ({
  Type: 'AWS::IAM::ManagedPolicy',
  Properties: {
    Description: `What does not fit into the role of ${name}, part ${number}`,
    PolicyDocument: { Version: '2012-10-17', Statement: substituted(statements) },
  },
});

/** The role refers to its policies, so that it never exists without them. */
function functionRole(name, account) {
  const { inline, managed } = fitting(name, ownStatements(name, configuration, account));
  const id = `${pascalCase(name)}Role`;
  const policies = managed.map((statements, at) => [`${id}Policy${at + 1}`, policy(name, at + 1, statements)]);
  const own = role({ service: 'lambda.amazonaws.com', statements: substituted(inline) });
  if (policies.length > 0) own.Properties.ManagedPolicyArns = policies.map(([Ref]) => ({ Ref }));
  return [[id, own], ...policies];
}

module.exports = ({ options }) => {
  const account = pseudoAccount(stageOf(options));
  const names = Object.keys(FUNCTION_TIMEOUT_SECONDS);
  return { Resources: Object.fromEntries(names.flatMap((name) => functionRole(name, account))) };
};
