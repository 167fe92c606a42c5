/** Many appliances in one run, one after the other: with half of what EC2 grants an account. */
import { expect, test } from '@jest/globals';
import type { ReadinessReport } from '../../../../shared/steps/triggers/check-readiness.ts';
import { simulate } from '../../../../simulator/simulation.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { beyondHalf } from '../../../support/half-rates.ts';

/** Long enough to empty any bucket at whose refill they do not begin; two hundred take the same pace for longer. */
const COUNT = 60;

/** Two hundred in less than the function's fifteen minutes. */
const SECONDS_EACH_MAX = 3;

const appliances = Array.from({ length: COUNT }, (_, at) =>
  anAppliance({
    ...{ name: `box-${at}`, instance: `box-${at}`, image: `box-${at}`, floatingIp: `203.0.113.${at + 1}` },
    vpnCidrs: [`10.242.${at}.0/24`],
  }),
);

test(
  'leaves half of every rate to a takeover',
  () =>
    simulate(
      { configuration: { region: 'ap-northeast-1', appliances }, seed: 7, account: { throttling: false } },
      async ({ invoke, world, clock }) => {
        // Ten are adopted by each sweep.
        for (let adopted = 0; adopted < COUNT; adopted += 10) {
          await invoke('sweep', {});
          await clock.sleep(60_000);
        }
        const [before, beganMs] = [world.calls.length, clock.nowMs()];
        const report = (await invoke('check-readiness', {})) as ReadinessReport;
        expect(report.appliances.map(({ appliance }) => appliance)).toEqual(appliances.map(({ name }) => name));
        expect((clock.nowMs() - beganMs) / 1000).toBeLessThan(COUNT * SECONDS_EACH_MAX);
        expect(beyondHalf(world.calls.slice(before))).toEqual({});
        expect(world.calls.slice(before).filter(({ action }) => action === 'RunInstances').length).toBe(COUNT);
      },
    ),
  60_000,
);
