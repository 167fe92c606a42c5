/** Stops the old instance: asked for and never waited for, because a stop can hang and the traffic has already left. */
import { stopInstance } from '../../aws/apply-change.ts';
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import { keepsOld } from '../../domain/decision/planned-move.ts';
import { InvariantViolatedError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { InstanceReading } from '../../domain/snapshot.ts';
import { isSpared } from '../../domain/takeover/spared.ts';
import { INSTANCES, ROUTES, stopping } from '../dry-runs/attempts.ts';
import { tries } from '../dry-runs/dry-runs.ts';
import { poll } from '../pace/poll.ts';
import { launchedIn, type Stopped } from './facts.ts';
import { passGateClaimed } from './gate.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';
import { proveRunning, proveTraffic } from './prove-traffic.ts';

/** Long enough to see that EC2 took the request; for a licence that forbids two copies, a part of its whole minute. */
const READ_BACK = { 'stop-last': { seconds: 3, everyMs: 500 }, 'stop-first': { seconds: 20, everyMs: 1_000 } };

/** `fencing: stop-first` waits this long at most and then goes on regardless. */
const STOP_FIRST_SECONDS_MAX = 60;

export const stopFailed: Step<TakeoverInput, Stopped> = {
  parse: parseTakeover,
  check: (event, deps) => tries(event, deps, () => [INSTANCES, ROUTES, stopping]),
  async run(input, deps) {
    const { plan, done } = input;
    const now = (): string => deps.clock.now().toISOString();
    const askedAt = done.stop?.askedAt ?? now();
    await passGateClaimed(input, deps);
    const target = launchedIn(done)?.replaces ?? plan.old;
    if (!target) return { asked: false, stopped: true, goOn: true, askedAt, detail: 'there is no old instance' };
    const { instanceId } = target;
    const before = await readInstance(deps.clients, instanceId);
    const spared = isSpared(before, {
      name: plan.appliance,
      configured: findAppliance(deps.configuration, plan.appliance),
    });
    const untouched = { asked: false, goOn: true, askedAt, ...(spared && { spared: true as const }) };
    if (hasStopped(before)) return { ...untouched, stopped: true, detail: describeReading(instanceId, before) };
    refuseUnanswered(input);
    if (spared) {
      const detail = `${instanceId} is not tagged as an instance of ${plan.appliance}, so it is not stopped`;
      return { ...untouched, stopped: false, detail };
    }
    if (plan.fencing === 'stop-last') await proveReplaced(input, deps);
    await stopInstance(deps.clients.ec2, instanceId, plan.mode === 'switchover' ? 'gracefully' : 'forced');
    const fenced = await poll(deps.clock, READ_BACK[plan.fencing], async () => {
      const reading = await readInstance(deps.clients, instanceId);
      const asked = plan.fencing === 'stop-last' && (isStopping(reading) || reading.reading === 'unreadable');
      return hasStopped(reading) || asked ? reading : undefined;
    });
    if (fenced) {
      const detail = describeReading(instanceId, fenced);
      return { asked: true, stopped: fenced.reading !== 'unreadable', goOn: true, askedAt, detail };
    }
    const waitedSeconds = secondsBetween({ from: askedAt, to: now() });
    const goOn = plan.fencing === 'stop-last' || waitedSeconds >= STOP_FIRST_SECONDS_MAX;
    return {
      asked: true,
      stopped: false,
      goOn,
      askedAt,
      detail: `${instanceId} was asked to stop and not seen stopping`,
    };
  },
};

/** @throws InvariantViolatedError when the old one of a planned move is the only one that was ever seen to answer. */
function refuseUnanswered({ plan, done: { verify } }: TakeoverInput): void {
  if (keepsOld(plan) && verify?.answered !== true)
    throw new InvariantViolatedError('the new instance of a planned move has not answered yet');
}

/**
 * Minutes may have passed since the move was read back, in which operators and EC2 continue: the instance that is
 * stopped must not be the last one that could carry the traffic.
 *
 * @throws InvariantViolatedError when the replacement has lost any of the traffic, or does not run any more;
 * TransientError when that cannot be read. An instance that is not stopped now is stopped by the sweep, once it is
 * retired.
 */
async function proveReplaced({ plan, done: { replacement } }: TakeoverInput, deps: Deps): Promise<void> {
  if (replacement?.outcome !== 'running') throw new InvariantViolatedError('no replacement is running');
  await Promise.all([proveRunning(replacement.instanceId, deps), proveTraffic({ plan, replacement }, deps)]);
}

const isStopping = (reading: InstanceReading): boolean =>
  reading.reading === 'described' && reading.instance.state === 'stopping';

/** Or gone, which fences as well. */
const hasStopped = (reading: InstanceReading): boolean =>
  reading.reading === 'absent' ||
  (reading.reading === 'described' && ['stopped', 'shutting-down', 'terminated'].includes(reading.instance.state));

const describeReading = (instanceId: string, reading: InstanceReading): string =>
  `${instanceId} is ${reading.reading === 'described' ? reading.instance.state : reading.reading}`;
