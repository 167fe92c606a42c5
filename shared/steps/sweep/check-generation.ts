/** Whether the tag `failover:generation` names a takeover of ours. It is a hint, so that what is wrong with it can be removed. */
import type { Deps } from '../../deps.ts';
import { hintedGeneration } from '../../domain/decision/generation.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { badGeneration } from '../../domain/messages/tag-conditions.ts';
import { TAG } from '../../domain/snapshot.ts';
import { seeTakeover } from '../provenance/takeover-origin.ts';
import { walkFrom } from '../provenance/walk-from.ts';
import type { Work } from './work.ts';

/** A takeover that has just claimed its number may not be visible yet: an absent one is asked for again. */
const VISIBLE_SECONDS = 60;

type Checked = Pick<Work, 'appliance' | 'address' | 'memory' | 'now'>;

/**
 * The value, when it is provably none that a takeover of ours has written. Reads are spared for a value that was checked.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function foreignGeneration(checked: Checked, deps: Deps): Promise<string | undefined> {
  const { address, memory, now } = checked;
  const bad = badGeneration(address);
  if (bad !== undefined) return bad;
  const generation = hintedGeneration(address.tags[TAG.generation]);
  if (generation === undefined || memory.generation?.fits === generation) return undefined;
  const verdict = await verdictOn(generation, checked, deps);
  if (verdict === 'fits') memory.generation = { fits: generation };
  if (verdict === 'fits' || verdict === 'unknown') return undefined;
  const before = memory.generation && 'absent' in memory.generation ? memory.generation.absent : undefined;
  const since = before?.generation === generation ? before.since : now;
  memory.generation = { absent: { generation, since } };
  const proven = verdict === 'forged' || secondsBetween({ from: since, to: now }) >= VISIBLE_SECONDS;
  return proven ? String(generation) : undefined;
}

/** Without any takeover of ours on record an absent one may have been forgotten after 90 days. */
async function verdictOn(generation: number, { appliance: { name } }: Checked, deps: Deps) {
  const originOf = async (of: number) =>
    (await seeTakeover({ appliance: name, generation: of }, deps))?.origin.origin ?? 'absent';
  const origin = await originOf(generation);
  if (origin === 'verified') return 'fits';
  if (origin !== 'absent') return origin;
  const newest = await walkFrom({ appliance: name, recorded: undefined }, originOf, deps);
  return newest > 0 ? 'absent' : 'fits';
}
