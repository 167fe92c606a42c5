/** Proves the move on a fresh read, then probes until the appliance answers. One invocation probes a bounded while. */
import type { Deps, Step } from '../../deps.ts';
import { keepsOld, SILENCE_SECONDS_MAX } from '../../domain/decision/planned-move.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { poll } from '../pace/poll.ts';
import { launchedIn, movedIn, type Verified } from './facts.ts';
import { parseWithReplacement, type WithReplacement } from './input.ts';
import { readOldReceiver } from './old-receiver.ts';
import { proveTraffic, whyDead } from './prove-traffic.ts';

const PROBE = { seconds: 35, everyMs: 1_000 };

export const verifyTraffic: Step<WithReplacement, Verified> = {
  parse: parseWithReplacement,
  async run(input, deps) {
    const { plan } = input;
    await proveTraffic(input, deps);
    const provedAt = deps.clock.now().toISOString();
    const probe = async (): Promise<string | undefined> => {
      const { answered, detail } = await deps.prober.probe(plan.probe);
      return answered ? detail : undefined;
    };
    const polled = await poll(deps.clock, { ...PROBE, seconds: patienceSeconds(input, provedAt) }, probe);
    const answer = polled ?? (await lastAnswer(input, probe, deps));
    const at = deps.clock.now().toISOString();
    if (answer === undefined) return silent(input, at, deps);
    // Between the proof and the answer some of it may have been moved by hand, and then the answer may be another
    // instance's.
    if (secondsBetween({ from: provedAt, to: at }) >= 1) await proveTraffic(input, deps);
    const stopOld = (keepsOld(plan) && plan.old !== undefined) || undefined;
    return { answered: true, giveUp: false, at, detail: answer, stopOld };
  },
};

/** Ends at the minute after which a planned move goes back, so that no second of it becomes outage. */
function patienceSeconds(input: WithReplacement, now: string): number {
  const left = silenceSecondsMax(input) - silentSeconds(input, now);
  return left > 0 ? Math.min(PROBE.seconds, left) : PROBE.seconds;
}

/** How long there may be no answer behind the move, before the takeover does something about it. */
function silenceSecondsMax({ plan, done }: WithReplacement): number {
  if (keepsOld(plan)) return SILENCE_SECONDS_MAX;
  const isStandby = launchedIn(done)?.standby === true;
  return isStandby && plan.standby ? plan.standby.answerSeconds : Number.POSITIVE_INFINITY;
}

/** Polling ends some seconds early; another call would only come back half a minute later. */
const NEARLY_SECONDS = 5;

async function lastAnswer(
  input: WithReplacement,
  probe: () => Promise<string | undefined>,
  { clock }: Deps,
): Promise<string | undefined> {
  const left = SILENCE_SECONDS_MAX - silentSeconds(input, clock.now().toISOString());
  if (!keepsOld(input.plan) || left <= 0 || left > NEARLY_SECONDS) return undefined;
  await clock.sleep(Math.ceil(left * 1000));
  return probe();
}

const silentSeconds = ({ done, replacement }: WithReplacement, now: string): number =>
  secondsBetween({ from: movedIn(done)?.movedAt ?? replacement.runningAt, to: now });

async function silent(input: WithReplacement, at: string, deps: Deps): Promise<Verified> {
  const { plan, replacement } = input;
  const waitedSeconds = Math.round(secondsBetween({ from: replacement.runningAt, to: at }));
  const dead = await whyDead(replacement.instanceId, deps);
  const detail = dead ?? `no answer ${waitedSeconds} s after it began to run`;
  const over = dead !== undefined || waitedSeconds >= plan.bootLimitSeconds;
  if (!keepsOld(plan)) {
    const isDue = dead !== undefined || silentSeconds(input, at) >= silenceSecondsMax(input);
    // It has booted long ago, so that its silence is no boot.
    if (isDue && launchedIn(input.done)?.standby) {
      return { answered: false, giveUp: false, replace: true, at, detail: `the standby is silent: ${detail}` };
    }
    return { answered: false, giveUp: over, at, detail };
  }
  // The boot limit counts from the launch: a planned move that came late is given its whole minute all the same.
  const isDue = dead !== undefined || silentSeconds(input, at) >= SILENCE_SECONDS_MAX;
  if (!isDue) return { answered: false, giveUp: false, at, detail };
  // An old one that is down, or of which EC2 says nothing, is no way back: then it is waited for as in any takeover.
  const oldReceiver = await readOldReceiver(plan, deps);
  if (typeof oldReceiver === 'string')
    return { answered: false, giveUp: over, at, detail: `${detail}; ${oldReceiver}` };
  return { answered: false, giveUp: true, rollBack: true, at, detail };
}
