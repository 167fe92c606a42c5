/** Reads a state machine file: the same YAML that is deployed, simulated, tested and drawn. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StateMachineDefinition } from 'aws-local-stepfunctions';
import { parse } from 'yaml';

export type Machine = StateMachineDefinition;

/** What an intrinsic function of CloudFormation stands for, outside CloudFormation. */
export type ResolveReference = (reference: { logicalId: string; attribute: string }) => string;

const PARTITION = 'AWS::Partition';

const asWritten: ResolveReference = ({ logicalId, attribute }) =>
  logicalId === PARTITION ? 'aws' : `\${${logicalId}.${attribute}}`;

function referenceIn(value: object): { logicalId: string; attribute: string } | undefined {
  const entries = Object.entries(value);
  const [only] = entries;
  if (!only || entries.length > 1) return undefined;
  const [key, argument] = only;
  if (key === 'Ref' && typeof argument === 'string') return { logicalId: argument, attribute: 'Ref' };
  if (key !== 'Fn::GetAtt') return undefined;
  const [logicalId, attribute] = Array.isArray(argument) ? argument : String(argument).split('.');
  return { logicalId: String(logicalId), attribute: String(attribute) };
}

/** Of Fn::Sub only the partition is used, which no ARN of a service integration may name literally. */
function substitutedIn(value: object, resolve: ResolveReference): string | undefined {
  const [only, ...more] = Object.entries(value);
  if (only?.[0] !== 'Fn::Sub' || more.length > 0) return undefined;
  return String(only[1]).replaceAll(`\${${PARTITION}}`, () => resolve({ logicalId: PARTITION, attribute: 'Ref' }));
}

function resolved(value: unknown, resolve: ResolveReference): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, resolve));
  if (typeof value !== 'object' || value === null) return value;
  const reference = referenceIn(value);
  if (reference) return resolve(reference);
  const substituted = substitutedIn(value, resolve);
  if (substituted !== undefined) return substituted;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolved(item, resolve)]));
}

const isMachine = (value: unknown): value is Machine =>
  typeof value === 'object' && value !== null && 'StartAt' in value && 'States' in value;

/** serverless-step-functions wants `{ name, definition: … }` in its own file; a definition alone is fine too. */
export function parseMachine(
  { text, file }: { text: string; file: string },
  resolve: ResolveReference = asWritten,
): Machine {
  const document: unknown = resolved(parse(text), resolve);
  const machine =
    typeof document === 'object' && document !== null && 'definition' in document ? document.definition : document;
  if (!isMachine(machine)) throw new Error(`${file}: not a state machine (StartAt and States are missing)`);
  return machine;
}

/** Every machine of ours; the tests hold against it what is in the folder. */
export const MACHINE_NAMES = ['failover', 'takeover', 'prepare', 'rotation'] as const;
export type MachineName = (typeof MACHINE_NAMES)[number];

const FOLDER = join(import.meta.dirname, '..', '..', 'state-machines');

export const loadMachines = (): Record<MachineName, Machine> => ({
  failover: loadMachine('failover'),
  takeover: loadMachine('takeover'),
  prepare: loadMachine('prepare'),
  rotation: loadMachine('rotation'),
});

export function loadMachine(name: MachineName, resolve: ResolveReference = asWritten): Machine {
  const file = join(FOLDER, `${name}.asl.yml`);
  return parseMachine({ text: readFileSync(file, 'utf8'), file }, resolve);
}
