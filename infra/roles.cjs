/** Each function's own role, as CloudFormation. What it allows is decided in permissions.ts. */
const { FUNCTION_TIMEOUT_SECONDS } = require('../shared/machines/time-outs.ts');
const configuration = require('./configuration.cjs');
const { statementsFor } = require('./permissions.ts');
const { stageOf } = require('./stage.cjs');
const { pascalCase, pseudoAccount, role, substituted } = require('./template.cjs');

/** The log group is CloudFormation's, so a function only ever writes into it. */
const writeLog = (name, { stage, partition, region, accountId }) => ({
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: [`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/failover-${stage}-${name}:*`],
});

/** IAM refuses longer ones, but only once CloudFormation has begun. Our parameters are longer than what they stand for. */
const POLICY_CHARACTERS_MAX = 10_240;

function fitting(name, statements) {
  const { length } = JSON.stringify(statements);
  if (length <= POLICY_CHARACTERS_MAX) return statements;
  throw new Error(
    `${configuration.appliances.length} appliances are too many for one deployment: the policy of ${name} has ${length} characters, and IAM takes ${POLICY_CHARACTERS_MAX}; protect some of them under another stage, each with an APPLIANCES_FILE of its own`,
  );
}

/** What prove-service may do has to outlive its stay in the VPC, so it is a policy of its own (`prove-service.cjs`). */
const ownStatements = (name, account) => (name === 'prove-service' ? [] : statementsFor(name, configuration, account));

function functionRole(name, account) {
  const statements = fitting(name, [writeLog(name, account), ...ownStatements(name, account)]);
  return role({ service: 'lambda.amazonaws.com', statements: substituted(statements) });
}

module.exports = ({ options }) => {
  const account = pseudoAccount(stageOf(options));
  const names = Object.keys(FUNCTION_TIMEOUT_SECONDS);
  return {
    Resources: Object.fromEntries(names.map((name) => [`${pascalCase(name)}Role`, functionRole(name, account)])),
  };
};
