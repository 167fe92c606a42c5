/** What several mutants replace: a step with another input or output, and the parsed definition of a machine. */
import type { PartKind } from '../../../shared/domain/traffic/part.ts';
import { override } from './override.ts';

type State = {
  Default?: string;
  Retry?: { ErrorEquals: string[] }[];
  Choices?: { Variable?: string; StringEquals?: string; Next: string }[];
};

/** The parsed definition, before anything runs it. */
export const takeoverMachine = (spoil: (states: Record<string, State>) => void) =>
  override('shared/machines/load-machine.ts', 'loadMachine', (original) => (name, resolve) => {
    const machine = structuredClone(original(name, resolve));
    if (name === 'takeover') spoil(machine.States as Record<string, State>);
    return machine;
  });

/** The replacement is never read before the old instance is stopped. */
export const UNPROVEN = [
  override('shared/steps/takeover/prove-traffic.ts', 'proveTraffic', () => async () => undefined),
  override('shared/steps/takeover/prove-traffic.ts', 'proveRunning', () => async () => undefined),
];

/** After a move, parts of one kind are not read, and believed to be where they were written to. */
export const believed = (unread: PartKind) =>
  override('shared/steps/traffic/each-kind.ts', 'readKind', (original) => async (reads, kind, wanted, deps) => {
    const { receiver, parts } = wanted;
    if (kind !== unread || !receiver) return original(reads, kind, wanted, deps);
    const position = { at: 'interface', blackhole: false, ...receiver };
    return parts.filter((part) => part.kind === kind).map((part) => ({ ...part, position })) as never;
  });
