/** Looks for itself whether an appliance answers, with a reference that tells "it failed" from "I am cut off". */
import type { Deps } from '../deps.ts';
import { type ProbeTarget, type ProbeVerdict, verdictOf } from '../domain/probing.ts';

const PROBES = 3;

/** Three probes in as many seconds: one lost packet must not look like a dead appliance. */
const PROBE_EVERY_MS = 1_000;

const REFERENCE = { protocol: 'tcp', path: '/', timeoutMs: 1_500 } as const;

/** Ends at the first answer. Silent appliances are looked at for the whole time, the reference beside them. */
export async function look(target: ProbeTarget, { prober, clock, deployment }: Deps): Promise<ProbeVerdict> {
  const reference = prober.probe({ ...REFERENCE, ...deployment.reference });
  for (let probe = 1; ; probe++) {
    const startedMs = clock.now().getTime();
    const answer = await prober.probe({ ...target, timeoutMs: Math.min(target.timeoutMs, PROBE_EVERY_MS) });
    if (answer.answered || probe === PROBES) return verdictOf([answer], await reference);
    await clock.sleep(Math.max(0, startedMs + PROBE_EVERY_MS - clock.now().getTime()));
  }
}
