/** Faults of a probe that only show when its values are seen together, and with those that the file leaves out. */
import { z } from 'zod';
import { PROBE_DEFAULTS, protocolOf } from './defaults.ts';
import type { Fault } from './faults.ts';

/** What the file says about a probe, as far as it makes sense; another check reports the rest. */
export const probeGlance = z
  .object({
    protocol: z.string().optional().catch('unclear'),
    host: z.string().optional().catch(undefined),
    intervalSeconds: z.number().min(1).optional().catch(Number.POSITIVE_INFINITY),
    timeoutSeconds: z.number().optional().catch(0),
    path: z.unknown().optional(),
    status: z.unknown().optional(),
    text: z.unknown().optional(),
    subnets: z.array(z.unknown()).optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

type Written = { profile: string | undefined; probe: z.infer<typeof probeGlance> };

/** Two probes under way at once would make one lost packet count twice. */
function tooPatient({ probe }: Written): Fault[] {
  const interval = probe?.intervalSeconds ?? PROBE_DEFAULTS.intervalSeconds;
  const timeout = probe?.timeoutSeconds ?? PROBE_DEFAULTS.timeoutSeconds;
  if (timeout <= interval) return [];
  const message = `${timeout} is more than intervalSeconds (${interval}); a probe has to end before the next begins`;
  return [{ path: ['timeoutSeconds'], message }];
}

const ONLY_HTTPS = ['path', 'status', 'text'] as const;

/** A user must not believe that a page is read where only a connection is opened. */
function withoutHttps({ profile, probe }: Written): Fault[] {
  const protocol = probe?.protocol ?? protocolOf(profile);
  if (!probe || (protocol !== 'tcp' && protocol !== 'tls')) return [];
  return ONLY_HTTPS.filter((key) => probe[key] !== undefined).map((key) => ({
    path: [key],
    message: `only https has a ${key}, and this probe is ${protocol}; write protocol: https, or remove ${key}`,
  }));
}

export const probeFaults = (written: Written): Fault[] => [...tooPatient(written), ...withoutHttps(written)];
