/** Each appliance's own nightly start of a rotation, in its own time zone, which EventBridge's rules do not know. */
const configuration = require('./configuration.cjs');
const { stageOf } = require('./stage.cjs');
const { isFixed } = require('../shared/domain/images/naming.ts');
const { rotationNameOf } = require('../shared/domain/images/rotation-name.ts');
const { logicalName, pseudo, resourcesOf, role, substituted } = require('./template.cjs');

const MACHINE = { Ref: 'RotationStateMachine' };
const QUEUE = { 'Fn::GetAtt': ['UndeliveredEventsQueue', 'Arn'] };

/**
 * The name says whose rotation it is, and an execution's name takes no colon, so the instant goes into the
 * input. At most 9 + 24 + 1 characters and the identifier's own (16 in AWS's example), of 80.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
const request = (stage, appliance) => ({
  StateMachineArn: `arn:${pseudo('Partition')}:states:${pseudo('Region')}:${pseudo('AccountId')}:stateMachine:failover-${stage}-rotation`,
  Name: rotationNameOf(appliance, '<aws.scheduler.execution-id>'),
  Input: JSON.stringify({ appliance, requestedBy: 'schedule', scheduledAt: '<aws.scheduler.scheduled-time>' }),
});

const schedule = (stage, { name, rotation }) => ({
  Type: 'AWS::Scheduler::Schedule',
  Properties: {
    Name: `failover-${stage}-${name}-rotation`,
    Description: `Takes an image of ${name}`,
    ScheduleExpression: rotation.schedule,
    ScheduleExpressionTimezone: rotation.timezone,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      // The target for Step Functions by its ARN would give executions names of its own.
      Arn: substituted(`arn:${pseudo('Partition')}:scheduler:::aws-sdk:sfn:startExecution`),
      RoleArn: { 'Fn::GetAtt': ['RotationScheduleRole', 'Arn'] },
      Input: substituted(JSON.stringify(request(stage, name))),
      RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: QUEUE },
    },
  },
});

/** The Scheduler puts what it gives up on into the queue with the same role. */
const scheduleRole = role({
  service: 'scheduler.amazonaws.com',
  ofThisAccount: true,
  statements: [
    { Effect: 'Allow', Action: ['states:StartExecution'], Resource: [MACHINE] },
    { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [QUEUE] },
  ],
});

module.exports = ({ options }) => ({
  Resources: {
    RotationScheduleRole: scheduleRole,
    ...resourcesOf(
      // A takeover would never use what a rotation makes beside an image that is named by its id.
      configuration.appliances
        .filter((appliance) => !isFixed(appliance))
        .map((appliance) => [`RotationSchedule${logicalName(appliance.name)}`, schedule(stageOf(options), appliance)]),
    ),
  },
});
