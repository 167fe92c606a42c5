/** What one takeover costs besides the replacement itself, which runs in the place of the failed instance. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { MEMORY_MB } from '../../shared/domain/memory.ts';
import { running, type Use } from './item.ts';
import { ASSUMED as STORED } from './of-storage.ts';

/** Counted in the simulator, scenario instance-dead (docs/reference/cost.md); a test counts again. */
export const ASSUMED = {
  /** Of both machines, up to the first look at the service. */
  transitions: 24,
  invocations: 12,
  /** Of all of them together. */
  seconds: 40,
  /** Each further look at the service lasts so long, and is two transitions. */
  lookSeconds: 35,
  messages: 2,
};

/** As if the service came back at the last moment that the appliance's boot limit allows. */
export function takeover({ notify, bootLimitSeconds, volumeInitialization: rate }: Appliance): Use[] {
  const looks = Math.ceil(bootLimitSeconds / ASSUMED.lookSeconds);
  const invocations = ASSUMED.invocations + looks;
  return [
    {
      what: 'state machines',
      quantity: ASSUMED.transitions + 2 * looks,
      unit: 'state transitions',
      because: `${ASSUMED.transitions} (simulated), and 2 for each look at the service`,
    },
    ...running({
      name: 'steps',
      times: invocations,
      seconds: (ASSUMED.seconds + bootLimitSeconds) / invocations,
      memoryMb: MEMORY_MB,
      because: `${ASSUMED.seconds} s, and a boot of ${bootLimitSeconds} s at the most, ${MEMORY_MB} MB`,
    }),
    ...(rate === undefined
      ? []
      : [
          {
            what: 'volume initialization',
            quantity: STORED.usedGb * rate,
            unit: 'GiB x MiB/s of initialization' as const,
            because: `${STORED.usedGb} GiB (assumed) at ${rate} MiB/s`,
          },
        ]),
    { what: 'messages', quantity: ASSUMED.messages, unit: 'SNS requests', because: 'it began, it ended' },
    {
      what: 'e-mails',
      quantity: ASSUMED.messages * notify.length,
      unit: 'e-mails',
      because: `to ${notify.length} of notify`,
    },
  ];
}
