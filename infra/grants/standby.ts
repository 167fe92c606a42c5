/** What keeping, using and ending a standby takes. Nothing is granted where no appliance has one. */
import { TAG } from '../../shared/domain/snapshot.ts';
import type { Condition, Ec2Kind, Grant } from './grant.ts';
import { own } from './rotation.ts';
import { allow, type Scope, type Selection } from './selection.ts';

const isKept = ({ configuration }: Scope): boolean =>
  configuration.appliances.some(({ standby }) => standby.tier !== 'cold');

const PARTS: Ec2Kind[] = ['instance', 'network-interface', 'volume'];

const ofKeys = (...keys: string[]): Condition => ({
  'ForAllValues:StringEquals': { 'aws:TagKeys': keys.toSorted((a, b) => (a < b ? -1 : 1)) },
});

/** Each part of what our rotation launched, while it has this role. */
const parts = (scope: Scope, role: 'proof' | 'standby', condition: Condition): Selection[] =>
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
