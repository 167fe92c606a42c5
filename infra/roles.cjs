/** Each function's own role, as CloudFormation. What it allows is decided in permissions.ts. */
const { FUNCTION_TIMEOUT_SECONDS } = require('../shared/machines/time-outs.ts');
const configuration = require('./configuration.cjs');
const { ownStatements, POLICY_CHARACTERS_MAX, policyCharacters } = require('./own-statements.ts');
const { stageOf } = require('./stage.cjs');
const { pascalCase, pseudoAccount, role, substituted } = require('./template.cjs');

function fitting(name, statements) {
  const length = policyCharacters(statements);
  if (length <= POLICY_CHARACTERS_MAX) return statements;
  throw new Error(
    `${configuration.appliances.length} appliances are too many for one deployment: the policy of ${name} has ${length} characters, and IAM takes ${POLICY_CHARACTERS_MAX}; protect some of them under another stage, each with an APPLIANCES_FILE of its own`,
  );
}

function functionRole(name, account) {
  const statements = fitting(name, ownStatements(name, configuration, account));
  return role({ service: 'lambda.amazonaws.com', statements: substituted(statements) });
}

module.exports = ({ options }) => {
  const account = pseudoAccount(stageOf(options));
  const names = Object.keys(FUNCTION_TIMEOUT_SECONDS);
  return {
    Resources: Object.fromEntries(names.map((name) => [`${pascalCase(name)}Role`, functionRole(name, account)])),
  };
};
