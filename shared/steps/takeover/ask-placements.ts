/** Asks one placement after the other for a replacement, as long as there is time for one more. */
import { letForward } from '../../aws/apply-change.ts';
import { launch } from '../../aws/launch.ts';
import type { Deps } from '../../deps.ts';
import { messageOf, RefusedError, TransientError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { Instance } from '../../domain/snapshot.ts';
import { nextPlacement } from '../../domain/takeover/placement.ts';
import type { Placement } from '../../domain/takeover/takeover-plan.ts';
import { isWithin } from '../pace/within.ts';
import { type Launched, type Refused, refusedIn, type SomeRefused } from './facts.ts';
import type { TakeoverInput } from './input.ts';

/**
 * RunInstances is waited for 15 s, and the function may run for 30 s: what is begun later might be cut off. The first
 * placement is asked at any time; an attempt that is cut off there asks the same again, under the same token.
 */
const ANOTHER_WITHIN_SECONDS = 10;

/**
 * `first` is the placement to begin with, `beganAt` when the function began to run.
 *
 * @throws TransientError when the first one gave no answer; RefusedError when all have refused.
 */
export async function askPlacements(
  input: TakeoverInput,
  { first, beganAt }: { first: number; beganAt: string },
  deps: Deps,
): Promise<Launched | SomeRefused> {
  const { placements } = input.plan;
  const refused = [...refusedIn(input.done)];
  for (let index: number | undefined = first; index !== undefined; ) {
    const placement = placements[index];
    if (!placement) break;
    const answer =
      index === first ? await ask(placement, input, deps) : await askAnother(placement, { input, beganAt }, deps);
    if (!answer) return { outcome: 'some-refused', placementIndex: index, refused };
    if (answer.outcome === 'launched') {
      const launched = newborn(
        answer.instance,
        { placement, placementIndex: index, refused, without: answer.without, groupsOfFailed: answer.groupsOfFailed },
        deps,
      );
      // An attempt that is cut off now begins with the first one again: only there that does no harm.
      if (index === first) await letForwardEarly(launched, deps);
      return launched;
    }
    const { code, message, scope } = answer;
    refused.push({ placement, code, message });
    deps.log({ level: 'warn', message: `launch refused: ${code}`, placement });
    index = nextPlacement(placements, index, scope);
  }
  throw new RefusedError(`every placement was refused: ${summaryOf(refused)}`);
}

const ask = (
  placement: Placement,
  { plan, startTime, executionArn: by }: TakeoverInput,
  { clients, deployment, clock }: Deps,
) => {
  const ageSeconds = secondsBetween({ from: startTime, to: clock.now().toISOString() });
  return launch(clients, { plan, placement, stage: deployment.stage, executionStart: startTime, by, ageSeconds });
};

/**
 * Undefined when it is left to the next attempt, which begins with it: for lack of time, or of an answer. An attempt
 * that began with the first one again might find capacity there by now, and this one may have launched: that would be
 * two.
 */
async function askAnother(
  placement: Placement,
  { input, beganAt }: { input: TakeoverInput; beganAt: string },
  deps: Deps,
): Promise<Awaited<ReturnType<typeof launch>> | undefined> {
  if (!isWithin(deps.clock, { beganAt, seconds: ANOTHER_WITHIN_SECONDS })) return undefined;
  try {
    return await ask(placement, input, deps);
  } catch (cause) {
    if (!(cause instanceof TransientError)) throw cause;
    deps.log({ level: 'warn', message: messageOf(cause), placement });
    return undefined;
  }
}

const newborn = (
  { id: instanceId, networkInterfaceIds: [networkInterfaceId] }: Instance,
  where: Pick<Launched, 'placement' | 'placementIndex' | 'refused' | 'without' | 'groupsOfFailed'>,
  { clock }: Deps,
): Launched => {
  const launchedAt = clock.now().toISOString();
  return { outcome: 'launched', instanceId, networkInterfaceId, ...where, adopted: false, launchedAt };
};

/**
 * While it is still pending, so that it forwards before any traffic is led to it. A young interface may not be found
 * yet, and that is no reason to stop: `MoveTraffic` does what is left and proves it.
 */
async function letForwardEarly({ networkInterfaceId }: Launched, { clients, log }: Deps): Promise<void> {
  if (!networkInterfaceId) return;
  try {
    await letForward(clients, networkInterfaceId);
  } catch (cause) {
    log({ level: 'warn', message: `left to MoveTraffic: ${messageOf(cause)}` });
  }
}

/** For people: where it was tried, and what EC2 said. */
export const summaryOf = (refused: Refused[]): string =>
  refused
    .map(
      ({ placement: { instanceType, zone, imageId }, code }) => `${instanceType} in ${zone} from ${imageId}: ${code}`,
    )
    .join('; ');
