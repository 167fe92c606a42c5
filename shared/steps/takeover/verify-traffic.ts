/** Proves the move on a fresh read, then probes until the appliance answers. One invocation probes a bounded while. */
import type { Step } from '../../deps.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { poll } from '../poll.ts';
import type { Verified } from './facts.ts';
import { parseWithReplacement, type WithReplacement } from './input.ts';
import { proveTraffic, whyDead } from './prove-traffic.ts';

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
