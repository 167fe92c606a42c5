/** Each function's own role, as CloudFormation. What it allows is decided in permissions.ts. */
const { FUNCTION_TIMEOUT_SECONDS } = require('../shared/machines/time-outs.ts');
const configuration = require('./configuration.cjs');
const { statementsFor } = require('./permissions.ts');
const { stageOf } = require('./stage.cjs');
const { pascalCase, pseudo, role, substituted } = require('./template.cjs');

const pseudoAccount = (stage) => ({
  stage,
  partition: pseudo('Partition'),
  region: pseudo('Region'),
  accountId: pseudo('AccountId'),
});

/** The log group is CloudFormation's, so a function only ever writes into it. */
const writeLog = (name, { stage, partition, region, accountId }) => ({
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: [`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/failover-${stage}-${name}:*`],
});

function functionRole(name, account) {
  const statements = [writeLog(name, account), ...statementsFor(name, configuration, account)];
  return role({ service: 'lambda.amazonaws.com', statements: substituted(statements) });
}

module.exports = ({ options }) => {
  const account = pseudoAccount(stageOf(options));
  const names = Object.keys(FUNCTION_TIMEOUT_SECONDS);
  return {
    Resources: Object.fromEntries(names.map((name) => [`${pascalCase(name)}Role`, functionRole(name, account)])),
  };
};
