/** Proves the move on a fresh read, then probes until the appliance answers. One invocation probes a bounded while. */
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import { InvariantViolatedError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { trafficDisagreements } from '../../domain/invariants.ts';
import { poll } from '../poll.ts';
import type { Verified } from './facts.ts';
import { parseWithReplacement, type WithReplacement } from './input.ts';
import { readTraffic } from './read-traffic.ts';

/** EC2 may show an old value again for a moment, even after it has shown the new one. */
const AGREE = { seconds: 8, everyMs: 1_000 };

const PROBE = { seconds: 35, everyMs: 1_000 };

export const verifyTraffic: Step<WithReplacement, Verified> = {
  parse: parseWithReplacement,
  async run(input, deps) {
    const { plan, replacement } = input;
    await proveTraffic(input, deps);
    const provedAt = deps.clock.now().toISOString();
    const answer = await poll(deps.clock, PROBE, async () => {
      const { answered, detail } = await deps.prober.probe(plan.probe);
      return answered ? detail : undefined;
    });
    const at = deps.clock.now().toISOString();
    if (answer !== undefined) {
      // Nobody answered for a while, in which somebody may have moved something on: whoever answers need not be ours.
      if (secondsBetween({ from: provedAt, to: at }) >= 1) await proveTraffic(input, deps);
      return { answered: true, giveUp: false, at, detail: answer };
    }
    const waitedSeconds = Math.round(secondsBetween({ from: replacement.runningAt, to: at }));
    const dead = await whyDead(replacement.instanceId, deps);
    const giveUp = dead !== undefined || waitedSeconds >= plan.bootLimitSeconds;
    return { answered: false, giveUp, at, detail: dead ?? `no answer ${waitedSeconds} s after it began to run` };
  },
};

/** @throws InvariantViolatedError when the traffic does not stand at the replacement as a whole. */
async function proveTraffic({ plan, replacement }: WithReplacement, deps: Deps): Promise<void> {
  let wrong: string[] = [];
  const agreed = await poll(deps.clock, AGREE, async () => {
    wrong = trafficDisagreements(await readTraffic(plan, deps), replacement);
    return wrong.length === 0 || undefined;
  });
  if (!agreed) throw new InvariantViolatedError(`the traffic does not stand where it was moved: ${wrong.join('; ')}`);
}

/** A replacement that stopped running will not answer however long one waits. */
async function whyDead(instanceId: string, { clients }: Deps): Promise<string | undefined> {
  const reading = await readInstance(clients, instanceId);
  if (reading.reading === 'absent') return `the replacement ${instanceId} is gone`;
  if (reading.reading === 'unreadable' || reading.instance.state === 'running') return undefined;
  return `the replacement ${instanceId} is ${reading.instance.state}`;
}
