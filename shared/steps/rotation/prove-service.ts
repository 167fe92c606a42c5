/** Asks the service of a proof for a while. It stands inside the VPC, from where no call of AWS gets through, and makes none. */
import * as z from 'zod/mini';
import type { Step } from '../../deps.ts';
import { InvariantViolatedError, RefusedError } from '../../domain/errors.ts';
import { type Ask, askedInside, type ServiceAnswer } from '../../domain/images/service-proof.ts';
import { faultsIn } from '../input-faults.ts';
import { poll } from '../pace/poll.ts';

const EVERY_MS = 1_000;

const ask: z.ZodMiniType<Ask> = z.strictObject({
  target: z.strictObject({
    protocol: z.enum(['tcp', 'tls', 'https']),
    host: z.string(),
    port: z.number(),
    path: z.string(),
    status: z.optional(z.number()),
    text: z.optional(z.string()),
    timeoutMs: z.number(),
  }),
  seconds: z.number(),
});

export const proveService: Step<Ask, ServiceAnswer, object> = {
  parse(event) {
    const parsed = ask.safeParse(event, { reportInput: true });
    if (!parsed.success) throw new InvariantViolatedError(`whom to ask is not understood: ${faultsIn(parsed.error)}`);
    return parsed.data;
  },
  async run({ target, seconds }, { prober, clock, configuration }) {
    // A function that is taken out of the VPC in the middle of a proof would get no answer for that reason alone.
    if (askedInside(configuration.appliances).length === 0) throw new RefusedError('no appliance has probe.subnets');
    let detail = '';
    const answered = await poll(clock, { seconds, everyMs: EVERY_MS }, async () => {
      const answer = await prober.probe(target);
      detail = answer.detail;
      return answer.answered || undefined;
    });
    return { answered: answered === true, at: clock.now().toISOString(), detail };
  },
};
