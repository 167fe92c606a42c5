/** The outage that each profile has, by the boot time that the appliance turns out to need. */
import { loadConfiguration } from '../../shared/config.ts';
import {
  BOOTS,
  PROFILE_NAMES,
  type ProfileRow,
  profileRow,
} from '../../simulator/experiments/bench/profile-outages.ts';
import { writeNumbers } from '../numbers/page.ts';
import { outageCell, profileSection } from '../numbers/profile-section.ts';
import { stampOf } from '../numbers/stamp.ts';
import { FAILURES } from '../numbers/words.ts';
import type { OutageOptions } from './outage.ts';
import { type Found, progress, type Say } from './report.ts';

export async function benchProfiles({ seeds, write, date }: OutageOptions, say: Say): Promise<Found> {
  const configuration = loadConfiguration();
  const all: ProfileRow[] = [];
  const of = FAILURES.length * PROFILE_NAMES.length * BOOTS.length * seeds;
  let done = 0;
  for (const { failure, title } of FAILURES) {
    say(`Outage, ${title}, p50 / p95 of ${seeds} seeds, by boot time. Simulated seconds (docs/reference/simulator.md)`);
    say(`${'profile'.padEnd(18)}${BOOTS.map(({ what }) => what.padStart(20)).join('')}`);
    for (const profile of PROFILE_NAMES) {
      const step = (): void => progress(++done, of, 'outages');
      const found = await profileRow(configuration, { seeds, failure, profile, step });
      all.push(found);
      say(`${profile.padEnd(18)}${found.rows.map((each) => outageCell(each).padStart(20)).join('')}`);
    }
    say();
  }
  if (write) writeNumbers('profiles', profileSection(all, { seeds, stamp: stampOf(date) }));
  return { met: undefined, figures: { seeds, profiles: all } };
}
