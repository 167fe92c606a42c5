/** What each function may do: one line per function, from the configuration. */
import type { Configuration } from '../shared/domain/appliance.ts';
import { hasToReadAddress } from '../shared/domain/probing/probing.ts';
import type { FunctionName } from '../shared/machines/time-outs.ts';
import * as ahead from './grants/ahead.ts';
import * as change from './grants/changes.ts';
import { decision, gate, line, rotationGate, verify, WORLD } from './grants/gates.ts';
import { type Account, type Grant, type Statement, toStatement } from './grants/grant.ts';
import {
  destinations,
  encryptNews,
  publishMetrics,
  publishNews,
  receiveCollected,
  startFailover,
  startPrepare,
} from './grants/hand-over.ts';
import { standInVpc } from './grants/inside.ts';
import { launch } from './grants/launch.ts';
import { PREPARE } from './grants/prepare.ts';
import { askChecks, listSubscribers, readLimits, readQuota } from './grants/readiness.ts';
import {
  describe,
  describeAlarms,
  describeExecutions,
  describePrefixLists,
  listTakeovers,
  readFailovers,
  readPrepares,
  readProbePoints,
  readRotations,
} from './grants/reads.ts';
import * as rotation from './grants/rotation.ts';
import { allow, ours, type Scope } from './grants/selection.ts';
import * as standby from './grants/standby.ts';
import { tagAddress, tagInstances, tagVouchedFor, untagAddress } from './grants/tags.ts';

/** User data may hold secrets, so it is read only where the configuration says that it is copied, and of no other instance. */
function userData(scope: Scope): Grant[] {
  if (scope.configuration.appliances.every((appliance) => appliance.userData !== 'copy')) return [];
  return allow(
    ['ec2:DescribeInstanceAttribute'],
    change.instances(scope),
    'User data, which a replacement is given as well.',
  );
}

const publicIp = ({ configuration }: Scope): Grant[] =>
  configuration.appliances.some(hasToReadAddress) ? [describe('Addresses')] : [];

const GRANTS: Record<FunctionName, (scope: Scope) => Grant[]> = {
  sweep: (scope) => [
    describe(...WORLD, 'InstanceCreditSpecifications', 'InstanceStatus', 'NetworkInterfaces'),
    ...userData(scope),
    ...verify(scope),
    listTakeovers(scope),
    ...readRotations(scope),
    describeAlarms,
    readProbePoints,
    startFailover(scope),
    ...change.writeLaunchTemplates(scope),
    ...tagAddress(scope, 'owner', 'activeInstance', 'probe', 'silentSince', 'sent'),
    ...untagAddress(scope, 'avoidZones', 'generation', 'pausedUntil', 'rebootingUntil', 'silentSince', 'sent'),
    ...tagInstances(scope, 'active'),
    ...tagVouchedFor(scope),
    ...change.stopRetired(scope),
    ...standby.restStandbys(scope),
    readPrepares(scope),
    ...ahead.terminateLeft(scope),
    ...standby.tendStandbys(scope),
    ...change.writeAlarms(scope),
    destinations.function(scope, 'notify'),
  ],
  'probe-appliance': (scope) => [
    ...publicIp(scope),
    publishMetrics,
    readProbePoints,
    startFailover(scope),
    startPrepare(scope),
  ],
  'route-instance-event': (scope) => [
    describe('Addresses'),
    startFailover(scope),
    destinations.queue(scope, 'undelivered-events'),
  ],
  notify: (scope) => [
    describe('Addresses'),
    describeExecutions(scope),
    readFailovers(scope),
    listTakeovers(scope),
    publishNews(scope),
    ...receiveCollected(scope),
    ...encryptNews(scope),
    ...tagAddress(scope, 'sent'),
    publishMetrics,
    destinations.queue(scope, 'untold'),
  ],
  'check-readiness': (scope) => [
    describe(
      ...WORLD.filter((noun) => noun !== 'Tags'),
      ...['InstanceCreditSpecifications', 'InstanceStatus', 'InstanceTypeOfferings', 'InstanceTypes'],
    ),
    ...describePrefixLists(scope),
    ...userData(scope),
    ...verify(scope),
    ...readRotations(scope),
    describeAlarms,
    readProbePoints,
    publishMetrics,
    readQuota,
    readLimits,
    askChecks(scope),
    listSubscribers(scope),
    ...tagAddress(scope, 'sent'),
    ...untagAddress(scope, 'sent'),
    destinations.function(scope, 'notify'),
  ],
  assess: (scope) => [...decision(scope), ...describePrefixLists(scope)],
  claim: (scope) => [...gate(scope), ...tagAddress(scope, 'generation', 'owner')],
  'launch-replacement': (scope) => [
    ...gate(scope),
    describe('Instances', 'LaunchTemplateVersions', 'Tags', 'RouteTables'),
    ...allow(
      ['ec2:DescribeInstanceAttribute'],
      ours(scope, 'instance', ['ahead', 'replacement']),
      'The user data of a leftover is compared with the template before it is adopted.',
    ),
    ...launch(scope, ahead.OPEN),
    ...standby.useStandbys(scope),
    ...change.letReplacementForward(scope),
    ...change.terminateReplacements(scope),
    readPrepares(scope),
    ...ahead.adoptAheads(scope),
    ...ahead.terminateAheads(scope),
  ],
  'await-replacement': () => [describe('Instances')],
  'await-healthy': () => [describe('Instances', 'InstanceStatus')],
  'move-traffic': (scope) => [
    ...gate(scope),
    describe('NetworkInterfaces', 'RouteTables'),
    ...change.moveTraffic(scope),
  ],
  'undo-traffic': (scope) => [
    ...gate(scope),
    describe('Instances', 'InstanceStatus', 'RouteTables'),
    ...change.rollBackTraffic(scope),
  ],
  'stop-failed': (scope) => [...gate(scope), describe('Instances', 'RouteTables'), ...change.stopInstances(scope)],
  'verify-traffic': () => [describe('Addresses', 'Instances', 'InstanceStatus', 'RouteTables')],
  'close-takeover': (scope) => [
    ...gate(scope),
    describe('Instances', 'RouteTables', 'Tags'),
    readPrepares(scope),
    ...change.terminateReplacements(scope),
    ...tagAddress(scope, 'activeInstance'),
    ...tagInstances(scope, 'active', 'retired'),
    ...standby.giveStandbysBack(scope),
    ...change.writeAlarms(scope),
  ],
  ...PREPARE,
  'gate-rotation': (scope) => [
    ...rotationGate(scope),
    ...line(scope),
    describe('InstanceStatus', 'RouteTables', 'Vpcs'),
    ...rotation.tagVouched(scope),
    ...tagAddress(scope, 'rotationHeld'),
  ],
  'create-image': (scope) => [
    ...rotationGate(scope),
    ...line(scope),
    describe('InstanceStatus'),
    ...rotation.createImage(scope),
    ...tagAddress(scope, 'rebootingUntil'),
  ],
  'await-image': () => [describe('Addresses', 'Images', 'Instances', 'InstanceStatus'), describeAlarms],
  'launch-proof': (scope) => [
    ...rotationGate(scope),
    describe('Images', 'InstanceCreditSpecifications', 'Instances', 'LaunchTemplateVersions'),
    describe('SecurityGroups', 'Subnets', 'Vpcs'),
    ...userData(scope),
    ...rotation.launchProof(scope),
  ],
  'await-proof': (scope) => [...rotationGate(scope), describe('Instances', 'InstanceStatus')],
  'prove-service': standInVpc,
  'end-proof': (scope) => [describe('Instances', 'Tags'), ...rotation.terminateProofs(scope)],
  'accept-image': (scope) => [
    ...rotationGate(scope),
    ...line(scope),
    describe('InstanceStatus'),
    ...rotation.markImages(scope),
    ...tagAddress(scope, 'rebootingUntil'),
  ],
  'keep-standby': (scope) => [
    ...rotationGate(scope),
    describe('Images', 'Instances'),
    ...standby.keepStandbys(scope),
    ...tagAddress(scope, 'standby'),
  ],
  'settle-standby': (scope) => [
    ...rotationGate(scope),
    describe('Instances', 'InstanceStatus', 'VolumeStatus'),
    ...standby.settleStandbys(scope),
  ],
  'end-old-standby': (scope) => [
    ...rotationGate(scope),
    describe('Instances', 'RouteTables', 'Tags', 'Vpcs'),
    ...standby.endStandbys(scope),
  ],
  'prune-images': (scope) => [
    ...rotationGate(scope),
    ...line(scope),
    describe('Snapshots', 'Tags'),
    ...rotation.letImagesGo(scope),
    ...rotation.markImages(scope),
    ...rotation.markSnapshots(scope),
    ...untagAddress(scope, 'rotationHeld'),
  ],
};

/** A gate and what comes after it may need the same read. */
const distinct = (grants: Grant[]): Grant[] => [
  ...new Map(grants.map((grant) => [JSON.stringify(toStatement(grant)), grant])).values(),
];

/** Several looks at the world are one grant: they differ in nothing but the noun. */
function merged(grants: Grant[]): Grant[] {
  const looks = grants.filter(
    ({ actions, resources }) => resources.includes('*') && actions.every((action) => action.startsWith('ec2:Describe')),
  );
  const nouns = new Set(looks.flatMap(({ actions }) => actions.map((action) => action.replace('ec2:Describe', ''))));
  const others = grants.filter((grant) => !looks.includes(grant));
  return distinct(nouns.size > 0 ? [describe(...nouns), ...others] : others);
}

export const grantsFor = (name: FunctionName, configuration: Configuration, account: Account): Grant[] =>
  merged(GRANTS[name]({ configuration, account }));

/** The function's own role, without its permission to write its log. */
export const statementsFor = (name: FunctionName, configuration: Configuration, account: Account): Statement[] =>
  grantsFor(name, configuration, account).map(toStatement);
