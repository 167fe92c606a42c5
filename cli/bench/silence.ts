/** The curve of tolerated silence: how often an appliance that lives is taken over, by the setting of the detection. */
import { loadConfiguration } from '../../shared/config.ts';
import {
  type CurveRow,
  curveRow,
  DISTURBANCES,
  SETTINGS,
  TOLERATED_SECONDS,
  toleratedSeconds,
} from '../../simulator/experiments/bench/silence-curve.ts';
import { writeNumbers } from '../numbers/page.ts';
import { disturbanceText, settingText, silenceSection } from '../numbers/silence-section.ts';
import { stampOf } from '../numbers/stamp.ts';
import { type Found, progress, type Say } from './report.ts';

const FIRST = 18;
const WIDTH = 10;

const cell = (text: string | number): string => String(text).padStart(WIDTH);

function rowText(row: CurveRow): string {
  const cells = row.cells.map(({ takeovers }) => cell(takeovers)).join('');
  return `${settingText(row.setting).padEnd(FIRST)}${cells}${cell(`${toleratedSeconds(row)} s`)}`;
}

type SilenceOptions = { seeds: number; write: boolean; date: string | undefined };

/** Its goal: the default settings tolerate what the documentation says. */
export async function benchSilence({ seeds, write, date }: SilenceOptions, say: Say): Promise<Found> {
  const configuration = loadConfiguration();
  const of = SETTINGS.length * DISTURBANCES.length * seeds;
  let done = 0;
  const step = (): void => progress(++done, of, 'episodes');
  const rows: CurveRow[] = [];
  say(
    `Takeovers of an appliance that lives, in ${seeds} episodes each, profile generic. Simulated seconds (docs/reference/simulator.md)`,
  );
  say(
    `${'silent for'.padEnd(FIRST)}${DISTURBANCES.map((each) => cell(disturbanceText(each))).join('')}${cell('tolerated')}`,
  );
  for (const setting of SETTINGS) {
    const row = await curveRow(configuration, { setting, seeds, step });
    rows.push(row);
    say(rowText(row));
  }
  if (write) writeNumbers('silence', silenceSection(rows, { seeds, stamp: stampOf(date) }));
  const [byDefault] = rows;
  const met = byDefault !== undefined && toleratedSeconds(byDefault) >= TOLERATED_SECONDS;
  say(`${met ? 'met' : 'NOT met'}: the default settings tolerate ${TOLERATED_SECONDS} s of silence`);
  const figures = rows.map((row) => ({ ...row, toleratedSeconds: toleratedSeconds(row) }));
  return { met, figures: { seeds, rows: figures } };
}
