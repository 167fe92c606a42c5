/** The curve of tolerated silence, as Markdown. */
import {
  type CurveRow,
  DISTURBANCES,
  type Disturbance,
  type Setting,
  toleratedSeconds,
} from '../../simulator/experiments/bench/silence-curve.ts';
import { head, line } from '../markdown.ts';

export const settingText = ({ intervalSeconds, failures }: Setting): string => `${intervalSeconds} s x ${failures}`;

export const disturbanceText = (disturbance: Disturbance): string =>
  'lost' in disturbance ? `${disturbance.lost * 100} % lost` : `${disturbance.silentSeconds} s`;

/** A column for each disturbance, and the longest silence without a takeover. */
export function silenceSection(rows: CurveRow[], { seeds, stamp }: { seeds: number; stamp: string }): string[] {
  return [
    `Simulated, takeovers in ${seeds} episodes each: \`npm run bench -- silence --seeds ${seeds} --write\`, ${stamp}.`,
    '',
    ...head(['silent for', ...DISTURBANCES.map(disturbanceText), 'tolerated']),
    ...rows.map((row) =>
      line([
        settingText(row.setting),
        ...row.cells.map(({ takeovers }) => takeovers),
        `**${toleratedSeconds(row)} s**`,
      ]),
    ),
  ];
}
