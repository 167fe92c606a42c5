/** The expected outage that operators read is the simulated one, for profiles that differ in grace and in boot. */
import { describe, expect, test } from '@jest/globals';
import type { ProfileName } from '../../../shared/domain/appliance.ts';
import { expectedOutages } from '../../../shared/domain/takeover/expected-outage.ts';
import { CONTENDERS, OURS } from '../../../simulator/experiments/bench/outage-contenders.ts';
import { drawsOf } from '../../../simulator/experiments/bench/outage-draws.ts';
import { benchConfiguration, outage } from '../../../simulator/experiments/bench/outage-seconds.ts';
import { anAppliance } from '../../support/appliances.ts';

const CONFIGURATION = { region: 'ap-northeast-1', appliances: [anAppliance()] };
const SEEDS = [1, 2, 3];

/** A grace, a slow call of AWS and the phase of the probes add or take some seconds in a single run. */
const TOLERATED_SECONDS = 8;

const AT_5 = { ...CONFIGURATION, appliances: [anAppliance({ probe: { ...anAppliance().probe, failures: 5 } })] };

const CASES: [what: string, profile: ProfileName, bootSeconds: number, configuration: typeof CONFIGURATION][] = [
  ['generic, boot 55 s', 'generic', 55, CONFIGURATION],
  ['openvpn-as, boot 90 s', 'openvpn-as', 90, CONFIGURATION],
  ['sophos-utm, boot 300 s', 'sophos-utm', 300, CONFIGURATION],
  ['generic with 5 failures, boot 55 s', 'generic', 55, AT_5],
];

describe('the expected outage without a standby', () => {
  test.each(CASES)('is that of the simulator for %s', async (_what, profile, bootSeconds, configuration) => {
    const contender = CONTENDERS.find(({ id }) => id === OURS);
    const [appliance] = benchConfiguration(configuration, profile).appliances;
    if (!contender || !appliance) throw new Error('nothing to measure');
    for (const seed of SEEDS) {
      const boot = { min: bootSeconds, max: bootSeconds };
      const seconds = drawsOf(seed, boot).pendingMs / 1000 + bootSeconds;
      const [cold] = expectedOutages({ appliance, boot: { seconds, assumed: true } });
      const run = await outage(configuration, { contender, failure: 'dead-instance', seed, profile, boot });
      if (!run.back) throw new Error(run.because);
      expect({ seed, off: Math.abs((cold?.seconds ?? 0) - run.seconds) < TOLERATED_SECONDS, run: run.seconds }).toEqual(
        { seed, off: true, run: run.seconds },
      );
    }
  });
});
