/** The state machines' own roles: each may call exactly the functions of its story. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');
const { stageOf } = require('./stage.cjs');
const { pseudo, role, substituted } = require('./template.cjs');

const ARN = `arn:${pseudo('Partition')}`;
const HERE = `${pseudo('Region')}:${pseudo('AccountId')}`;

/** Every function that a machine's file mentions, by its logical id. */
function functionsOf(machine) {
  const text = readFileSync(join(__dirname, '..', 'state-machines', `${machine}.asl.yml`), 'utf8');
  const ids = new Set();
  JSON.stringify(parse(text), (_key, value) => {
    const [id] = value?.['Fn::GetAtt'] ?? [];
    if (id?.endsWith('LambdaFunction')) ids.add(id);
    return value;
  });
  return [...ids].toSorted((a, b) => (a < b ? -1 : 1));
}

const invoke = (machine) => ({
  Effect: 'Allow',
  Action: ['lambda:InvokeFunction'],
  Resource: functionsOf(machine).map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] })),
});

/** Step Functions delivers its logs through CloudWatch's log delivery, which knows no resources. */
const writeLog = {
  Effect: 'Allow',
  Action: [
    'logs:CreateLogDelivery',
    'logs:DeleteLogDelivery',
    'logs:DescribeLogGroups',
    'logs:DescribeResourcePolicies',
    'logs:GetLogDelivery',
    'logs:ListLogDeliveries',
    'logs:PutResourcePolicy',
    'logs:UpdateLogDelivery',
  ],
  Resource: ['*'],
};

/** The failover machine starts a takeover; `Assess` looks at one that exists already, with a role of its own. */
const takeovers = (stage) => [
  {
    Effect: 'Allow',
    Action: ['states:StartExecution'],
    Resource: [`${ARN}:states:${HERE}:stateMachine:failover-${stage}-takeover`],
  },
];

const machineRole = (statements) =>
  role({ service: 'states.amazonaws.com', ofThisAccount: true, statements: substituted(statements) });

module.exports = ({ options }) => ({
  Resources: {
    FailoverMachineRole: machineRole([invoke('failover'), ...takeovers(stageOf(options)), writeLog]),
    TakeoverMachineRole: machineRole([invoke('takeover'), writeLog]),
    PrepareMachineRole: machineRole([invoke('prepare'), writeLog]),
    RotationMachineRole: machineRole([invoke('rotation'), writeLog]),
  },
});
