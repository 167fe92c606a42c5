/** The outage of each profile, with the boot time as a parameter: no published source says how long these appliances boot. */
import type { Configuration, ProfileName } from '../../../shared/domain/appliance.ts';
import type { Range } from '../../random.ts';
import { CONTENDERS, type Failure, OURS } from './outage-contenders.ts';
import { type Row, rowOf } from './outage-rows.ts';
import { type OutageRun, outage } from './outage-seconds.ts';

type Boot = { what: string; seconds: Range };

const exactly = (seconds: number): Boot => ({ what: `${seconds} s`, seconds: { min: seconds, max: seconds } });

/** A light appliance, a heavier one, and the two ends of what Sophos' own templates allow a UTM (aws-facts, part 4). */
export const BOOTS: Boot[] = [
  { what: '40 to 70 s', seconds: { min: 40, max: 70 } },
  ...[exactly(90), exactly(300), exactly(600)],
];

export const PROFILE_NAMES: ProfileName[] = ['sophos-utm', 'sophos-firewall', 'openvpn-as', 'generic'];

export type ProfileRow = { profile: ProfileName; failure: Failure; rows: { boot: Boot; row: Row }[] };

type Asked = { seeds: number; failure: Failure; profile: ProfileName; step: () => void };

/** Only this project: who detects later, or by hand, is compared in the bench `outage`. */
export async function profileRow(configuration: Configuration, asked: Asked): Promise<ProfileRow> {
  const { seeds, failure, profile, step } = asked;
  const contender = CONTENDERS.find(({ id }) => id === OURS);
  if (!contender) throw new Error('this project is no contender');
  const rows: ProfileRow['rows'] = [];
  for (const boot of BOOTS) {
    const runs: OutageRun[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      runs.push(await outage(configuration, { contender, failure, seed, profile, boot: boot.seconds }));
      step();
    }
    rows.push({ boot, row: rowOf({ id: profile, what: boot.what }, runs) });
  }
  return { profile, failure, rows };
}
