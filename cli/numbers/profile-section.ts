/** The outage of each profile by boot time, as Markdown. */

import type { Row } from '../../simulator/experiments/bench/outage-rows.ts';
import { BOOTS, type ProfileRow } from '../../simulator/experiments/bench/profile-outages.ts';
import { head, line } from '../markdown.ts';
import { FAILURES, secondsText } from './words.ts';

/** Two numbers and, where it is not so, how many came back. */
export function outageCell({ row: { seconds, back, runs } }: { row: Row }): string {
  const shown = `${secondsText(seconds.p50)} / ${secondsText(seconds.p95)}`;
  return back === runs ? shown : `${shown} (${back} of ${runs})`;
}

export function profileSection(all: ProfileRow[], { seeds, stamp }: { seeds: number; stamp: string }): string[] {
  return [
    `Simulated seconds, p50 / p95 of ${seeds} seeds: \`npm run bench -- profiles --seeds ${seeds} --write\`, ${stamp}.`,
    ...FAILURES.flatMap(({ failure, title }) => [
      ...['', `### ${title[0]?.toUpperCase()}${title.slice(1)}, by profile and boot time`, ''],
      ...head(['profile', ...BOOTS.map(({ what }) => `boot ${what}`)]),
      ...all
        .filter((each) => each.failure === failure)
        .map(({ profile, rows }) => line([profile, ...rows.map(outageCell)])),
    ]),
  ];
}
