/** The outage of each standby tier, as Markdown. */
import type { Failure } from '../../simulator/experiments/bench/outage-contenders.ts';
import type { Row } from '../../simulator/experiments/bench/outage-rows.ts';
import { head, line } from '../markdown.ts';
import { outageCell } from './profile-section.ts';
import { FAILURES } from './words.ts';

export type TierRow = { failure: Failure; row: Row; met: boolean; goal: { p50: number; p95: number } };

const goalOf = ({ goal: { p50, p95 }, met }: TierRow): string => `${p50} / ${p95} ${met ? 'met' : 'missed'}`;

/** A row for each setting, with the cells of each failure beside their goals. */
export function tierSection(all: TierRow[], { seeds, stamp }: { seeds: number; stamp: string }): string[] {
  const settings = [...new Set(all.map(({ row }) => row.what))];
  const cells = (what: string): string[] =>
    FAILURES.flatMap(({ failure }) => {
      const found = all.find((each) => each.failure === failure && each.row.what === what);
      return found ? [outageCell(found), goalOf(found)] : ['not measured', ''];
    });
  return [
    `Simulated seconds, p50 / p95 of ${seeds} seeds: \`npm run bench -- tiers --seeds ${seeds} --write\`, ${stamp}.`,
    '',
    ...head(['standby', ...FAILURES.flatMap(({ title }) => [title, 'goal'])]),
    ...settings.map((what) => line([what, ...cells(what)])),
  ];
}
