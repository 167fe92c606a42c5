/** What lets each rule of events.yml call its targets: a function needs a permission, a state machine needs a role. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('yaml');
const { role } = require('./template.cjs');

const RULES = parse(readFileSync(join(__dirname, 'events.yml'), 'utf8')).Resources;

const targetsOf = ({ Properties: { Targets } }) => Targets.map(({ Arn }) => Arn.Ref ?? Arn['Fn::GetAtt'][0]);

const invoke = (rule, target) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: { 'Fn::GetAtt': [target, 'Arn'] },
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [rule, 'Arn'] },
  },
});

const start = (target) =>
  role({
    service: 'events.amazonaws.com',
    ofThisAccount: true,
    statements: [{ Effect: 'Allow', Action: ['states:StartExecution'], Resource: [{ Ref: target }] }],
  });

const permission = (rule, target) =>
  target.endsWith('StateMachine')
    ? [`${rule}Role`, start(target)]
    : [`${rule.replace(/Rule$/, '')}Permission`, invoke(rule, target)];

module.exports = {
  Resources: Object.fromEntries(
    Object.entries(RULES).flatMap(([rule, resource]) => targetsOf(resource).map((target) => permission(rule, target))),
  ),
};
