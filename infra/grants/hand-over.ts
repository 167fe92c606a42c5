/**
 * What a function hands over besides looking and changing: to a state machine, to people, to a metric, and what Lambda
 * itself hands over in the function's name.
 */

import type { Configuration } from '../../shared/domain/appliance.ts';
import { isCollected } from '../../shared/domain/messages/mail-rate.ts';
import { serviceNamesOf } from '../../shared/domain/partition.ts';
import { PROBE_METRIC } from '../../shared/domain/probing/probe-metric.ts';
import type { Account, Grant } from './grant.ts';

/** Everything of ours outside EC2 has a name of ours. */
const ours = ({ partition, region, accountId, stage }: Account, service: string, name: string): string =>
  `arn:${partition}:${service}:${region}:${accountId}:${name.replace('*', `failover-${stage}`)}`;

export const startFailover = ({ account }: { account: Account }): Grant => ({
  actions: ['states:StartExecution'],
  resources: [ours(account, 'states', 'stateMachine:*-failover')],
  because: 'The failover machine, which looks at the appliance and decides. Only it starts a takeover.',
});

export const startRotation = ({ account }: { account: Account }): Grant => ({
  actions: ['states:StartExecution'],
  resources: [ours(account, 'states', 'stateMachine:*-rotation')],
  because: 'A rotation builds the standby that is missing.',
});

export const startPrepare = ({ account }: { account: Account }): Grant => ({
  actions: ['states:StartExecution'],
  resources: [ours(account, 'states', 'stateMachine:*-prepare')],
  because: 'An early launch, at most one of an appliance in 15 minutes. It moves nothing.',
});

/** With an input that they answer at once. */
export const invokeFunctions = ({ account }: { account: Account }, names: string[]): Grant => ({
  actions: ['lambda:InvokeFunction'],
  resources: names.map((name) => ours(account, 'lambda', `function:*-${name}`)),
  because: 'The functions of a takeover, so that none of them begins cold.',
});

type Of = { account: Account; configuration: Configuration };

export const publishNews = ({ account, configuration }: Of): Grant => ({
  actions: ['sns:Publish'],
  resources: ['*-notifications', ...(isCollected(configuration) ? ['*-each'] : [])].map((name) =>
    ours(account, 'sns', name),
  ),
  because: 'The topic of this deployment, and with many appliances the one that collects.',
});

/** Lambda reads the queue with the role of the function that it gives the messages to. */
export const receiveCollected = ({ account, configuration }: Of): Grant[] =>
  isCollected(configuration)
    ? [
        {
          actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
          resources: [ours(account, 'sqs', '*-collected')],
          because: 'Notifications are collected there; Lambda reads them with this role.',
        },
      ]
    : [];

/** SNS encrypts in the publisher's name. */
export function encryptNews({ account, configuration }: Of): Grant[] {
  const { notificationsKey: key, region } = configuration;
  if (key === undefined) return [];
  const arn = key.startsWith('arn:') ? key : ours(account, 'kms', `key/${key}`);
  return [
    {
      ...{ actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [arn] },
      condition: { StringEquals: { 'kms:ViaService': serviceNamesOf(`sns.${account.region}`, region) } },
      because: 'The configured notificationsKey, through SNS alone.',
    },
  ];
}

export const publishMetrics: Grant = {
  actions: ['cloudwatch:PutMetricData'],
  resources: ['*'],
  condition: { StringEquals: { 'cloudwatch:namespace': PROBE_METRIC.namespace } },
  because: 'CloudWatch knows no resources for data points; the namespace narrows it to ours.',
};

/** Lambda passes a function's result on with the function's own role, without any call of our code. */
export const destinations = {
  function: ({ account }: { account: Account }, name: string): Grant => ({
    actions: ['lambda:InvokeFunction'],
    resources: [ours(account, 'lambda', `function:*-${name}`)],
    because: `Its result goes to ${name}; Lambda hands it over with this role.`,
  }),
  queue: ({ account }: { account: Account }, name: string): Grant => ({
    actions: ['sqs:SendMessage'],
    resources: [ours(account, 'sqs', `*-${name}`)],
    because: 'What failed for the last time goes there; Lambda hands it over with this role.',
  }),
};
