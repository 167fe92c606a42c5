/**
 * Waits until EC2 says that the replacement runs: by id and every second, because the SDK's waiters look only every
 * 15 s. One invocation waits a bounded while; the state machine calls again.
 */
import { readInstance } from '../../aws/read-instances.ts';
import type { Step } from '../../deps.ts';
import { InvariantViolatedError, RefusedError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { InstanceReading } from '../../domain/snapshot.ts';
import { scopeOfDeath } from '../../domain/takeover/placement.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { poll } from '../pace/poll.ts';
import { type Awaited, type Done, endedIn, type Launched, launchedIn } from './facts.ts';
import { parseTakeover, type TakeoverInput } from './input.ts';

/**
 * The first wait is short: while EC2 still says pending, the state machine asks `MoveTraffic` once, which declines. Its
 * cold start is over then before it is needed, and no second of it becomes outage.
 */
const FIRST_WAIT = { seconds: 0, everyMs: 1_000 };
/** Slower and slower: many takeovers at once share EC2's smallest bucket, and a stuck launch is not worth it. */
const WAIT = { seconds: 40, everyMs: 1_000, slowing: 1.05 };
/** EC2 has refused the address because this instance has ended: a read that says `running` may be an old one. */
const DOUBT = { seconds: 20, everyMs: 1_000, slowing: 1.2 };

/** Pending takes 5 s to 18 s (aws-facts 3.5); what is pending ten times as long is stuck. */
const PENDING_SECONDS_MAX = 180;
/** What cannot be looked at may well run: it is waited for, and left to the next takeover in the end. */
const UNREADABLE_SECONDS_MAX = 600;

/** As long as a read may show an old value (the simulator draws up to 5 s; EC2 promises nothing). */
const STALE_SECONDS = 10;

type Awaiting = TakeoverInput & { launched: Launched };

export const awaitReplacement: Step<Awaiting, Awaited> = {
  parse(event) {
    const input = parseTakeover(event);
    const launched = launchedIn(input.done);
    if (!launched) throw new InvariantViolatedError('nothing was launched, so there is nothing to wait for');
    return { ...input, launched };
  },
  async run({ plan, launched, done }, { clients, clock }) {
    const { instanceId, launchedAt } = launched;
    if (instanceId === plan.old?.instanceId) {
      throw new InvariantViolatedError(`the replacement ${instanceId} is the instance that failed`);
    }
    const ended = endedIn(done);
    const isDoubted = ended?.instanceId === instanceId;
    if (isDoubted && ended.unfit) {
      const why = `its zone ${launched.placement.zone} cannot hold the address`;
      // Routes may lead to it already, and it is terminated only when they lead to the next one.
      return { outcome: 'dead', instanceId, why, scope: 'zone', terminate: false };
    }
    let last: InstanceReading | undefined;
    let running: Awaited | undefined;
    const settled = await poll(clock, patienceFor(done, isDoubted), async () => {
      last = await readInstance(clients, instanceId);
      const now = settle(launched, last, clock.now().toISOString());
      running = now?.outcome === 'running' ? now : undefined;
      return isDoubted && running ? undefined : now;
    });
    // Still running after that long: MoveTraffic asks EC2 once more.
    const answer = settled ?? running;
    if (answer) return answer;
    const waitedSeconds = Math.round(secondsBetween({ from: launchedAt, to: clock.now().toISOString() }));
    const unreadable = last?.reading === 'unreadable' ? last : undefined;
    if (unreadable && waitedSeconds >= PENDING_SECONDS_MAX && isLost(unreadable) && hasOtherZone(plan, launched)) {
      const why = `unreadable after ${waitedSeconds} s: ${unreadable.why}`;
      return { outcome: 'dead', instanceId, why, scope: 'zone', terminate: isOurs(launched) };
    }
    if (waitedSeconds < (unreadable ? UNREADABLE_SECONDS_MAX : PENDING_SECONDS_MAX)) {
      return { outcome: 'pending', instanceId };
    }
    if (unreadable)
      throw new RefusedError(`whether ${instanceId} runs is unknown after ${waitedSeconds} s: ${unreadable.why}`);
    const why = `not running after ${waitedSeconds} s`;
    return { outcome: 'dead', instanceId, why, scope: 'placement', terminate: isOurs(launched) };
  },
};

/** Launched by this takeover, or early for it, and open since it was adopted. Others may still want what they launched. */
const isOurs = ({ adopted, early }: Launched): boolean => !adopted || early === true;

const patienceFor = ({ move }: Done, isDoubted: boolean) => (isDoubted ? DOUBT : move ? WAIT : FIRST_WAIT);

/**
 * EC2's own word that it cannot describe what it has, as of a zone that is lost: then the next zone is tried, and this one
 * is not to come back unwatched. Want of a permission, of an answer, or of a turn would hide the next one just as well.
 */
const isLost = ({ code }: Extract<InstanceReading, { reading: 'unreadable' }>): boolean =>
  code !== undefined && LOST_CODES.has(code);

const LOST_CODES = new Set(['InternalError', 'InternalFailure', 'Unavailable', 'ServiceUnavailable']);

const hasOtherZone = ({ placements }: TakeoverPlan, { placementIndex = -1, placement }: Launched): boolean =>
  placements.some(({ zone }, index) => index > placementIndex && zone !== placement.zone);

/** Undefined while nothing is decided: a young id may not be found yet, and an unreadable one says nothing. */
function settle(
  { instanceId, standby, launchedAt }: Launched,
  reading: InstanceReading,
  now: string,
): Awaited | undefined {
  if (reading.reading !== 'described') return undefined;
  const { state, stateReason, networkInterfaceIds } = reading.instance;
  const [networkInterfaceId] = networkInterfaceIds;
  if (state === 'running' && networkInterfaceId)
    return { outcome: 'running', instanceId, networkInterfaceId, runningAt: now };
  if (state === 'pending' || state === 'running') return undefined;
  // A read may still show it as it was before its start.
  if (standby && state === 'stopped' && secondsBetween({ from: launchedAt, to: now }) < STALE_SECONDS) return undefined;
  const why = `${state}: ${stateReason ?? 'no reason given'}`;
  return { outcome: 'dead', instanceId, why, scope: scopeOfDeath(stateReason), terminate: false };
}
