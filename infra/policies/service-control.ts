/**
 * Service control policies for the account: only this deployment and its operators write what its functions use to find
 * things, start a takeover, call a function or change a launch template.
 */
import type { Configuration } from '../../shared/domain/appliance.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import type { Account, Condition } from '../grants/grant.ts';
import { statementsFor } from '../permissions.ts';

export type People = { operator: string; breakGlass: string };

type Denial = { Sid: string; Effect: 'Deny'; Action: string[]; Resource: string[]; Condition: Condition };

const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];

const logicalId = (name: string): string =>
  `${name.replace(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase())}Role`;

/** CloudFormation names a role by the stack, its logical id and letters of its own; `failover-*` would exempt any role of that name. */
const roleArn = ({ partition, accountId, stage }: Account, id: string): string =>
  `arn:${partition}:iam::${accountId}:role/failover-${stage}-${id}-*`;

const personArn = ({ partition, accountId }: Account, name: string): string =>
  `arn:${partition}:iam::${accountId}:role/${name}`;

/** By their own grants: the functions that write or remove a tag. */
export const taggingFunctions = (configuration: Configuration, account: Account): FunctionName[] =>
  NAMES.filter((name) =>
    statementsFor(name, configuration, account).some(({ Action }) =>
      Action.some((action) => /^ec2:(Create|Delete)Tags$/.test(action)),
    ),
  );

type Of = { configuration: Configuration; account: Account; people: People };
type Rule = { sid: string; actions: string[]; resources: string[]; exempt: string[]; condition?: Condition };

const denial = ({ sid, actions, resources, exempt, condition }: Rule): Denial => ({
  ...{ Sid: sid, Effect: 'Deny', Action: actions, Resource: resources },
  Condition: { ...condition, ArnNotLike: { 'aws:PrincipalArn': exempt } },
});

/** Without keys every tag goes, and no key is in the request: then the tags that are there have to say whose it is. */
const wholesale = (tag: string): Condition => ({
  Null: { 'aws:TagKeys': 'true', [`aws:ResourceTag/${tag}`]: 'false' },
});

function ofTags({ configuration, account, people }: Of): Denial[] {
  const functions = taggingFunctions(configuration, account).map((name) => roleArn(account, logicalId(name)));
  const exempt = [...functions, personArn(account, people.operator), personArn(account, people.breakGlass)];
  const ours: Condition = { 'ForAnyValue:StringLike': { 'aws:TagKeys': ['failover:*'] } };
  const all = { resources: ['*'], exempt };
  return [
    denial({ ...all, sid: 'Tags', actions: ['ec2:CreateTags', 'ec2:DeleteTags'], condition: ours }),
    denial({ ...all, sid: 'AllTagsOfAddress', actions: ['ec2:DeleteTags'], condition: wholesale(TAG.owner) }),
    denial({ ...all, sid: 'AllTags', actions: ['ec2:DeleteTags'], condition: wholesale(TAG.appliance) }),
  ];
}

/** By its first word, because AWS takes few characters; `check` is the first word of one function alone. */
const firstWord = (name: FunctionName): string => name.replace(/-.*$/, '-*');

function ofRuns({ account, people }: Of): Denial[] {
  const { partition, region, accountId, stage } = account;
  const states = (kind: string): string => `arn:${partition}:states:${region}:${accountId}:${kind}`;
  const lambda = (name: string): string =>
    `arn:${partition}:lambda:${region}:${accountId}:function:failover-${stage}-${name}`;
  const roles = (...names: string[]): string[] => names.map((name) => roleArn(account, logicalId(name)));
  const callers = roles(
    ...['failover-machine', 'takeover-machine', 'prepare-machine', 'rotation-machine'],
    ...['sweep', 'check-readiness', 'warm-functions'],
  );
  const others = [...new Set(NAMES.filter((name) => name !== 'check-readiness').map(firstWord))].map(lambda);
  const invoke = ['lambda:InvokeFunction'];
  return [
    denial({
      sid: 'Takeovers',
      actions: ['states:RedriveExecution', 'states:StartExecution'],
      resources: [states(`stateMachine:failover-${stage}-takeover`), states(`execution:failover-${stage}-takeover:*`)],
      exempt: roles('failover-machine'),
    }),
    denial({ sid: 'Functions', actions: invoke, resources: others.toSorted(), exempt: callers }),
    denial({
      ...{ sid: 'Readiness', actions: invoke, resources: [lambda('check-readiness')] },
      exempt: [...callers, personArn(account, people.operator)],
    }),
  ];
}

const ofTemplates = ({ account, people }: Of): Denial =>
  denial({
    sid: 'LaunchTemplates',
    actions: [
      'ec2:CreateLaunchTemplateVersion',
      'ec2:DeleteLaunchTemplate',
      'ec2:DeleteLaunchTemplateVersions',
      'ec2:ModifyLaunchTemplate',
    ],
    resources: ['*'],
    exempt: [roleArn(account, 'SweepRole'), personArn(account, people.operator)],
    condition: { Null: { [`aws:ResourceTag/${TAG.appliance}`]: 'false' } },
  });

/** Two, because AWS takes 5,120 characters in each. */
export const serviceControlPolicies = (of: Of): Record<'tags' | 'runs', { Version: string; Statement: Denial[] }> => ({
  tags: { Version: '2012-10-17', Statement: ofTags(of) },
  runs: { Version: '2012-10-17', Statement: [...ofRuns(of), ofTemplates(of)] },
});
