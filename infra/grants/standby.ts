/** What keeping, using and ending a standby takes. Nothing is granted where no appliance has one. */
import { TAG } from '../../shared/domain/snapshot.ts';
import type { Condition, Ec2Kind, Grant } from './grant.ts';
import { startRotation } from './hand-over.ts';
import { securityGroups } from './launch.ts';
import { describe, describeRotations, readPrepares } from './reads.ts';
import { markImages, own } from './rotation.ts';
import { allow, ours, type Scope, type Selection } from './selection.ts';
import { tagAddress } from './tags.ts';

const isKept = ({ configuration }: Scope): boolean =>
  configuration.appliances.some(({ standby }) => standby.tier !== 'cold');

const isStopped = ({ configuration }: Scope): boolean =>
  configuration.appliances.some(({ standby }) => standby.tier === 'stopped');

const PARTS: Ec2Kind[] = ['instance', 'network-interface', 'volume'];

const ofKeys = (...keys: string[]): Condition => ({
  'ForAllValues:StringEquals': { 'aws:TagKeys': keys.toSorted((a, b) => (a < b ? -1 : 1)) },
});

/** Each part of what our rotation launched, while it has this role. */
const parts = (scope: Scope, role: 'proof' | 'standby' | 'replacement', condition: Condition): Selection[] =>
  PARTS.map((kind) => {
    const selection = own(scope, kind, role);
    return { ...selection, condition: { ...selection.condition, ...condition } };
  });

/** A repeated attempt finds the role of the standby already there. */
export function keepStandbys(scope: Scope): Grant[] {
  if (!isKept(scope)) return [];
  const to = { StringEqualsIfExists: { [`aws:RequestTag/${TAG.role}`]: 'standby' }, ...ofKeys('Name', TAG.role) };
  const because = 'A proof of ours that has booted becomes the standby; no other role can be written.';
  const attributes = 'A shutdown from inside must not delete it, and its volumes end as the image says.';
  return (['proof', 'standby'] as const).flatMap((role) => [
    ...allow(['ec2:CreateTags'], parts(scope, role, to), because),
    ...allow(['ec2:ModifyInstanceAttribute'], own(scope, 'instance', role), attributes),
  ]);
}

/** Stopped and started once more, so that its second boot is measured, which is noted on its image. */
export function settleStandbys(scope: Scope): Grant[] {
  if (!isStopped(scope)) return [];
  const because = 'A standby of tier stopped boots once more, and rests.';
  return [
    ...allow(['ec2:StartInstances', 'ec2:StopInstances'], own(scope, 'instance', 'standby'), because),
    ...markImages(scope),
  ];
}

/** By `prepare`, before anything is decided. */
export const startEarly = (scope: Scope): Grant[] =>
  isStopped(scope)
    ? [
        ...allow(['ec2:StartInstances'], own(scope, 'instance', 'standby'), 'The stopped standby is started early.'),
        describeRotations(scope),
        describe('Instances'),
      ]
    : [];

const rests = 'A standby that was started early, and that no takeover uses, is stopped again.';

export const restStandbys = (scope: Scope): Grant[] =>
  isStopped(scope) ? allow(['ec2:StopInstances'], own(scope, 'instance', 'standby'), rests) : [];

/** By `prepare`, once its history says that it started it. */
export const restEarly = (scope: Scope): Grant[] =>
  isStopped(scope) ? [readPrepares(scope), ...restStandbys(scope)] : [];

/** EC2 authorizes the change on the groups as well. */
const securityGroupsOf = (scope: Scope): Grant[] =>
  securityGroups(scope).map((grant) => ({
    ...grant,
    actions: ['ec2:ModifyNetworkInterfaceAttribute'],
    because: 'The security groups of the appliance, for its standby.',
  }));

const startStandbys = (scope: Scope, roles: readonly ('standby' | 'replacement')[]): Grant[] =>
  isStopped(scope)
    ? roles.flatMap((role) =>
        allow(['ec2:StartInstances'], own(scope, 'instance', role), 'The stopped standby is started.'),
      )
    : [];

/** Its network interface forwards and is opened; a repeated attempt finds the role of a replacement. */
export function useStandbys(scope: Scope): Grant[] {
  if (!isKept(scope)) return [];
  const to = { StringEqualsIfExists: { [`aws:RequestTag/${TAG.role}`]: 'replacement' } };
  const roles = ['standby', 'replacement'] as const;
  return [
    ...roles.flatMap((role) =>
      allow(
        ['ec2:CreateTags'],
        parts(scope, role, to),
        'The standby becomes the replacement; no other role can be written.',
      ),
    ),
    ...roles.flatMap((role) =>
      allow(
        ['ec2:ModifyNetworkInterfaceAttribute'],
        own(scope, 'network-interface', role),
        'The standby forwards, and gets the security groups of the appliance.',
      ),
    ),
    ...securityGroupsOf(scope),
    ...startStandbys(scope, roles),
    ...allow(
      ['ec2:DescribeInstanceAttribute'],
      own(scope, 'instance', 'standby'),
      'Its user data is compared with the template.',
    ),
    describeRotations(scope),
  ];
}

/** What a takeover took and has not used is closed and tagged as before; a repeated attempt finds the role already there. */
export function giveStandbysBack(scope: Scope): Grant[] {
  if (!isKept(scope)) return [];
  const to = {
    StringEqualsIfExists: { [`aws:RequestTag/${TAG.role}`]: 'standby' },
    ...ofKeys('Name', TAG.role, TAG.by),
  };
  const roles = ['replacement', 'standby'] as const;
  const because = 'A standby that a takeover took and has not used is the standby again.';
  const closes = ['ec2:ModifyNetworkInterfaceAttribute'];
  return [
    ...roles.flatMap((role) => allow(['ec2:CreateTags'], parts(scope, role, to), because)),
    ...roles.flatMap((role) => allow(closes, own(scope, 'network-interface', role), 'It is closed again.')),
    ...allow(closes, ours(scope, 'security-group', 'proof'), 'To the security group in which nothing reaches it.'),
  ];
}

/** The sweep: a rotation builds what is missing, and of two the one that the address does not name is ended. */
export const tendStandbys = (scope: Scope): Grant[] =>
  isKept(scope)
    ? [startRotation(scope), ...endStandbys(scope), ...giveStandbysBack(scope), ...tagAddress(scope, 'standby')]
    : [];

export function endStandbys(scope: Scope): Grant[] {
  if (!isKept(scope)) return [];
  const standby = own(scope, 'instance', 'standby');
  return [
    ...allow(['ec2:ModifyInstanceAttribute'], standby, 'Its volumes end with it.'),
    ...allow(
      ['ec2:TerminateInstances'],
      standby,
      'Only what a rotation of this deployment kept, once another one is ready.',
    ),
  ];
}
