/** Whether the replacement really stands where the takeover has put it: with the whole traffic, and running. */
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import { InvariantViolatedError, TransientError } from '../../domain/errors.ts';
import type { InstanceReading } from '../../domain/snapshot.ts';
import { disagreements } from '../../domain/traffic/placed.ts';
import { poll } from '../pace/poll.ts';
import type { WithReplacement } from './input.ts';
import { readTraffic } from './read-traffic.ts';

/** EC2 may show an old value again for a moment, even after it has shown the new one. */
const AGREE = { seconds: 8, everyMs: 1_000 };

/** @throws InvariantViolatedError when the traffic does not stand at the replacement as a whole. */
export async function proveTraffic(
  { plan, replacement }: Pick<WithReplacement, 'plan' | 'replacement'>,
  deps: Deps,
): Promise<void> {
  let wrong: string[] = [];
  const agreed = await poll(deps.clock, AGREE, async () => {
    wrong = disagreements(await readTraffic(plan, deps), replacement);
    return wrong.length === 0 || undefined;
  });
  if (!agreed) throw new InvariantViolatedError(`the traffic does not stand where it was moved: ${wrong.join('; ')}`);
}

/** @throws TransientError when EC2 does not say that it runs now: unknown is no yes. */
export async function proveRunning(instanceId: string, deps: Deps): Promise<void> {
  const reading = await readInstance(deps.clients, instanceId);
  if (reading.reading === 'unreadable') {
    throw new TransientError(`whether the replacement ${instanceId} runs is unknown: ${reading.why}`);
  }
  const dead = deadWords(instanceId, reading);
  if (dead) throw new InvariantViolatedError(dead);
}

/** A replacement that stopped running will not answer however long one waits; undefined while it may. */
export async function whyDead(instanceId: string, { clients }: Deps): Promise<string | undefined> {
  return deadWords(instanceId, await readInstance(clients, instanceId));
}

function deadWords(instanceId: string, reading: InstanceReading): string | undefined {
  if (reading.reading === 'absent') return `the replacement ${instanceId} is gone`;
  if (reading.reading === 'unreadable' || reading.instance.state === 'running') return undefined;
  return `the replacement ${instanceId} is ${reading.instance.state}`;
}
