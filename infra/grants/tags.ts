/** Which tags a function may write and remove: of the address, by key; of instances, by key and by role. */
import { type Role, TAG } from '../../shared/domain/snapshot.ts';
import { instances, pointsToOurs } from './changes.ts';
import { both, type Condition, ec2Arn, type Grant } from './grant.ts';
import { addresses, allow, applianceNames, isMany, ownedAddresses, ownerTag, type Scope } from './selection.ts';

type Key = keyof typeof TAG;

const keysIn = (keys: Key[]): string[] => keys.map((key) => TAG[key]).toSorted((a, b) => (a < b ? -1 : 1));

/** Tags of these keys and no other. */
const ofKeys = (...keys: Key[]): Condition => ({ 'ForAllValues:StringEquals': { 'aws:TagKeys': keysIn(keys) } });

/** Without keys DeleteTags removes every tag there is, and a condition on each of no keys would be content with that. */
const NAMED: Condition = { Null: { 'aws:TagKeys': 'false' } };

/** Appliance state lives in tags on the address: each function writes its own part of it. */
export const tagAddress = (scope: Scope, ...keys: Key[]): Grant[] =>
  (keys.includes('owner') ? addresses(scope) : ownedAddresses(scope)).flatMap(({ resources, condition }) =>
    allow(
      ['ec2:CreateTags'],
      { resources, condition: both(condition ?? {}, ofKeys(...keys)) },
      'State lives in tags on the address; this is the part of it that the function writes.',
    ),
  );

/** IAM is not given the public IP here, so an address that is configured by its IP is recognized by our own tag. */
export function untagAddress(scope: Scope, ...keys: Key[]): Grant[] {
  const resources = ownedAddresses(scope).flatMap((selection) => selection.resources);
  const condition = { StringEquals: ownerTag(scope, 'ResourceTag'), ...ofKeys(...keys), ...NAMED };
  const because = 'What is over or malformed is removed: an expired pause, a silence, news, a generation that is none.';
  return allow(['ec2:DeleteTags'], { resources, condition }, because);
}

/** With many appliances their names do not fit; an instance that may be tagged belongs to one of them. */
const mayRequest = (scope: Scope, roles: Role[]): Condition => ({
  StringEqualsIfExists: {
    ...(!isMany(scope) && { [`aws:RequestTag/${TAG.appliance}`]: applianceNames(scope) }),
    [`aws:RequestTag/${TAG.role}`]: roles,
  },
});

/** A tag that is not written is absent from the request, so a single tag may be written alone. */
export function tagInstances(scope: Scope, ...roles: Role[]): Grant[] {
  const requested = mayRequest(scope, roles);
  return instances(scope).flatMap(({ resources, condition }) =>
    allow(
      ['ec2:CreateTags'],
      { resources, condition: both(both(condition ?? {}, requested), ofKeys('appliance', 'role', 'by')) },
      `Tags say of an instance that it is ${roles.join(' or ')}; no other role can be written.`,
    ),
  );
}

/** A restore under another Name carries no tag of ours yet. The sweep verifies the execution that its tag points to. */
export function tagVouchedFor(scope: Scope): Grant[] {
  const requested = both(pointsToOurs(scope), mayRequest(scope, ['active']));
  const condition = both(requested, ofKeys('appliance', 'role'));
  const resources = [ec2Arn(scope.account, { kind: 'instance', id: '*' })];
  return allow(['ec2:CreateTags'], { resources, condition }, 'An instance that a person has vouched for is adopted.');
}
