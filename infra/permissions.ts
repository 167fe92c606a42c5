/** What each function may do: one line per function, from the configuration. */
import type { Configuration } from '../shared/domain/appliance.ts';
import { hasToReadAddress } from '../shared/domain/probing.ts';
import type { FunctionName } from '../shared/machines/time-outs.ts';
import * as change from './grants/changes.ts';
import { type Account, type Grant, type Statement, toStatement } from './grants/grant.ts';
import { destinations, publishNews, publishProbes, startFailover } from './grants/hand-over.ts';
import { standInVpc } from './grants/inside.ts';
import { launch } from './grants/launch.ts';
import { askChecks, readQuota } from './grants/readiness.ts';
import {
  describe,
  describeAlarms,
  describeExecutions,
  describeFailovers,
  describeTakeovers,
  listTakeovers,
  readProbePoints,
  readRotations,
} from './grants/reads.ts';
import * as rotation from './grants/rotation.ts';
import type { Scope } from './grants/selection.ts';

/** Read before every change: is this still the newest generation, and does the address still say so? */
const gate = (scope: Scope): Grant[] => [describe('Addresses'), describeTakeovers(scope)];

/** And a rotation: does any takeover run beside it, whatever the address says? */
const rotationGate = (scope: Scope): Grant[] => [...gate(scope), listTakeovers(scope)];

/** Whether an instance is in the line: takeovers, rotations, its own probe, and the images of the appliance. */
const line = (scope: Scope): Grant[] => [
  describeFailovers(scope),
  listTakeovers(scope),
  ...readRotations(scope),
  readProbePoints,
  describe('Images', 'Instances'),
];

/** What an assessment and an adoption both read: the address, its holder, the blueprint and the surroundings. */
const WORLD = [
  'Addresses',
  'Images',
  'Instances',
  'LaunchTemplateVersions',
  'RouteTables',
  'SecurityGroups',
  'Subnets',
  'Tags',
  'Vpcs',
];

/** User data may hold secrets, so it is read only where the configuration says that it is copied. */
const userData = ({ configuration }: Scope): Grant[] =>
  configuration.appliances.some((appliance) => appliance.userData === 'copy') ? [describe('InstanceAttribute')] : [];

const publicIp = ({ configuration }: Scope): Grant[] =>
  configuration.appliances.some(hasToReadAddress) ? [describe('Addresses')] : [];

const GRANTS: Record<FunctionName, (scope: Scope) => Grant[]> = {
  sweep: (scope) => [
    describe(...WORLD, 'InstanceStatus', 'NetworkInterfaces'),
    ...userData(scope),
    describeTakeovers(scope),
    listTakeovers(scope),
    ...readRotations(scope),
    describeAlarms,
    readProbePoints,
    startFailover(scope),
    ...change.writeLaunchTemplates(scope),
    ...change.tagAddress(scope),
    ...change.untagAddress(scope),
    ...change.tagInstances(scope),
    ...change.stopRetired(scope),
    ...rotation.terminateProofs(scope),
    ...change.writeAlarms(scope),
    destinations.function(scope, 'notify'),
  ],
  'probe-appliance': (scope) => [...publicIp(scope), publishProbes],
  'route-instance-event': (scope) => [
    describe('Addresses'),
    startFailover(scope),
    destinations.queue(scope, 'undelivered-events'),
  ],
  notify: (scope) => [
    describe('Addresses'),
    describeExecutions(scope),
    publishNews(scope),
    ...change.tagAddress(scope),
    destinations.queue(scope, 'untold'),
  ],
  'check-readiness': (scope) => [
    describe(...WORLD.filter((noun) => noun !== 'Tags'), 'InstanceTypeOfferings', 'InstanceTypes'),
    ...userData(scope),
    describeTakeovers(scope),
    ...readRotations(scope),
    describeAlarms,
    readProbePoints,
    publishProbes,
    readQuota(scope),
    askChecks(scope),
    ...change.tagAddress(scope),
    ...change.untagAddress(scope),
    destinations.function(scope, 'notify'),
  ],
  assess: (scope) => [
    describe(...WORLD, 'InstanceStatus', 'NetworkInterfaces'),
    ...userData(scope),
    describeTakeovers(scope),
    listTakeovers(scope),
    ...readRotations(scope),
    describeAlarms,
    readProbePoints,
  ],
  claim: (scope) => [...gate(scope), ...change.tagAddress(scope)],
  'launch-replacement': (scope) => [
    ...gate(scope),
    describe('Instances', 'Tags', 'RouteTables'),
    ...launch(scope),
    ...change.letReplacementForward(scope),
    ...change.terminateReplacements(scope),
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
    ...change.leadTraffic(scope),
  ],
  'stop-failed': (scope) => [...gate(scope), describe('Instances', 'RouteTables'), ...change.stopInstances(scope)],
  'verify-traffic': () => [describe('Addresses', 'Instances', 'RouteTables')],
  'close-takeover': (scope) => [
    ...gate(scope),
    describe('Instances', 'RouteTables', 'Tags'),
    ...change.terminateReplacements(scope),
    ...change.tagAddress(scope),
    ...change.tagInstances(scope),
    ...change.writeAlarms(scope),
  ],
  'gate-rotation': (scope) => [
    ...rotationGate(scope),
    ...line(scope),
    describe('InstanceStatus', 'RouteTables', 'Vpcs'),
    ...rotation.tagVouched(scope),
    ...change.tagAddress(scope),
  ],
  'create-image': (scope) => [
    ...rotationGate(scope),
    ...line(scope),
    describe('InstanceStatus'),
    ...rotation.createImage(scope),
    ...change.tagAddress(scope),
  ],
  'await-image': () => [describe('Addresses', 'Images', 'Instances', 'InstanceStatus')],
  'launch-proof': (scope) => [
    ...rotationGate(scope),
    describe('Images', 'Instances', 'LaunchTemplateVersions', 'SecurityGroups', 'Subnets', 'Vpcs'),
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
    ...change.tagAddress(scope),
  ],
  'prune-images': (scope) => [
    ...rotationGate(scope),
    ...line(scope),
    describe('Snapshots', 'Tags'),
    ...rotation.letImagesGo(scope),
    ...rotation.markImages(scope),
    ...rotation.markSnapshots(scope),
    ...change.untagAddress(scope),
  ],
};

/** Several looks at the world are one grant: they differ in nothing but the noun. */
function merged(grants: Grant[]): Grant[] {
  const looks = grants.filter(({ actions }) => actions.every((action) => action.startsWith('ec2:Describe')));
  const nouns = new Set(looks.flatMap(({ actions }) => actions.map((action) => action.replace('ec2:Describe', ''))));
  const others = grants.filter((grant) => !looks.includes(grant));
  return nouns.size > 0 ? [describe(...nouns), ...others] : others;
}

export const grantsFor = (name: FunctionName, configuration: Configuration, account: Account): Grant[] =>
  merged(GRANTS[name]({ configuration, account }));

/** The function's own role, without its permission to write its log. */
export const statementsFor = (name: FunctionName, configuration: Configuration, account: Account): Statement[] =>
  grantsFor(name, configuration, account).map(toStatement);
