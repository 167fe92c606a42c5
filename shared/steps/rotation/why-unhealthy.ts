/** Whether the active instance is fit to be copied: an image of a dying machine is a dying machine. */
import { describeInstance, instanceOf, readStatus } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { activeBefore } from '../../domain/decision/active-instance.ts';
import { TransientError } from '../../domain/errors.ts';
import { probationOf } from '../../domain/probing/probation.ts';
import type { Address } from '../../domain/snapshot.ts';
import { readAlarmsOf, watchedBy } from '../line/watched.ts';
import { look } from '../world/look.ts';
import { probeTarget } from '../world/probe-target.ts';

/** `sure` is false when no source could be asked, which is no verdict about the instance. */
export type Unfit = { why: string; sure: boolean };

type Candidate = { appliance: Appliance; address: Address; active: string };

/**
 * Undefined when EC2 calls it running and unimpaired, and no witness with a vote reports that it does not answer.
 *
 * @throws TransientError when too many questions were asked.
 */
export async function whyUnhealthy({ appliance, address, active }: Candidate, deps: Deps): Promise<Unfit | undefined> {
  const proven = await hasVote({ appliance, address, active }, deps);
  const [raw, status, seen] = await Promise.all([
    describeInstance(deps.clients, active),
    readStatus(deps.clients, active),
    proven ? look(probeTarget(appliance, address), deps) : undefined,
  ]);
  if (raw.reading === 'unreadable') {
    if (raw.throttled) throw new TransientError(`reading ${active}: ${raw.why}`);
    return { why: `EC2 does not answer for ${active}: ${raw.why}`, sure: false };
  }
  if (raw.reading === 'absent') return { why: `EC2 does not know ${active}`, sure: true };
  const { state } = instanceOf(raw.raw);
  if (state !== 'running') return { why: `${active} is ${state}`, sure: true };
  if (status === 'throttled') throw new TransientError(`reading the status of ${active}: throttled`);
  if (status.status !== 'ok') {
    return { why: `the status of ${active} is ${status.status}`, sure: status.status !== 'unknown' };
  }
  return seen?.verdict === 'failing' ? { why: `${active} does not answer its probe`, sure: true } : undefined;
}

/**
 * A probe that proved itself at another holder has no vote about this one: a vouched instance may block it. Where CloudWatch
 * does not say which one our alarm watches, it is asked all the same: an image of a silent instance would be worse than none.
 */
async function hasVote({ appliance, address, active }: Candidate, deps: Deps): Promise<boolean> {
  const alarms = await readAlarmsOf(appliance, deps).catch(() => undefined);
  const { stands } = probationOf({ appliance, address, alarms }, deps.clock.now().toISOString());
  const watched = alarms ? watchedBy(alarms)?.instanceId : active;
  return stands === 'proven' && activeBefore({ ...address, instanceId: active }, watched) === undefined;
}
