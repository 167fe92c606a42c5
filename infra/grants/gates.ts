/** What a function reads before it changes anything: gates, and what the records say of an instance. */
import type { Grant } from './grant.ts';
import {
  describe,
  describeAlarms,
  describeRotations,
  describeTakeovers,
  listTakeovers,
  readFailovers,
  readPrepares,
  readProbePoints,
  readRotations,
} from './reads.ts';
import type { Scope } from './selection.ts';

/** Read before every change: is this still the newest generation, and does the address still say so? */
export const gate = (scope: Scope): Grant[] => [describe('Addresses'), ...verify(scope)];

/** Whether a takeover is one that our own decision started. */
export const verify = (scope: Scope): Grant[] => [describeTakeovers(scope), readFailovers(scope)];

/** And a rotation: does any takeover run beside it, regardless of the address's tags? The earlier rotations say what is ours. */
export const rotationGate = (scope: Scope): Grant[] => [...gate(scope), describeRotations(scope), listTakeovers(scope)];

/** What is recorded of the line: takeovers, rotations, and the images of the appliance. */
const records = (scope: Scope): Grant[] => [
  readFailovers(scope),
  listTakeovers(scope),
  ...readRotations(scope),
  describe('Images', 'Instances'),
];

/** Whether an instance is in the line: what is recorded of it, the alarm that watches it, and its own probe. */
export const line = (scope: Scope): Grant[] => [...records(scope), describeAlarms, readProbePoints];

/** What an assessment and an adoption both read: the address, its holder, the blueprint and the surroundings. */
export const WORLD = [
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

/** What a decision reads, and so does an early launch, which asks the same question. */
export const decision = (scope: Scope): Grant[] => [
  describe(...WORLD, 'InstanceStatus', 'NetworkInterfaces'),
  ...verify(scope),
  listTakeovers(scope),
  ...readRotations(scope),
  readPrepares(scope),
  describeAlarms,
  readProbePoints,
];
