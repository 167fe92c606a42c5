/** The outage as bars, one under the other, each where its phase lies in time. */
import type { Outage, Phase, PhaseName } from '../simulator/stories/report.ts';
import { secondsText } from './layout.ts';
import type { Paint } from './paint.ts';

export const PHASE_MEANINGS: Record<PhaseName, string> = {
  detect: 'until failover starts',
  decide: 'look again, weigh, plan',
  launch: 'until EC2 says running',
  move: 'address and routes',
  boot: 'until the service answers',
  verify: 'until we have seen it',
};

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of this many eighths of a character; every phase that lasted at all shows at least the thinnest one. */
const bar = (eighths: number): string => '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');

function barOf({ fromSeconds, toSeconds }: Phase, scale: { fromSeconds: number; eighthsPerSecond: number }): string {
  const start = Math.floor(((fromSeconds - scale.fromSeconds) * scale.eighthsPerSecond) / 8);
  const length = Math.max(1, Math.round((toSeconds - fromSeconds) * scale.eighthsPerSecond));
  return ' '.repeat(start) + bar(length);
}

const paintOf = (name: PhaseName, paint: Paint) =>
  name === 'verify' ? paint.green : name === 'boot' ? paint.yellow : paint.cyan;

export function outageChart({ phases }: Outage, { width, paint }: { width: number; paint: Paint }): string[] {
  const [first] = phases;
  const last = phases.at(-1);
  if (!first || !last) return [paint.dim('  no phase was reached')];
  const roomy = width >= 92;
  const barWidth = Math.max(10, Math.min(56, width - (roomy ? 48 : 22)));
  const totalSeconds = Math.max(0.1, last.toSeconds - first.fromSeconds);
  // One character less, because a bar that starts late is never thinner than one eighth.
  const scale = { fromSeconds: first.fromSeconds, eighthsPerSecond: ((barWidth - 1) * 8) / totalSeconds };
  return phases.map((phase) => {
    const drawn = barOf(phase, scale);
    const lasted = secondsText(phase.toSeconds - phase.fromSeconds).padStart(8);
    const meaning = roomy ? paint.dim(`   ${PHASE_MEANINGS[phase.name]}`) : '';
    return `  ${phase.name.padEnd(7)}${paintOf(phase.name, paint)(drawn)}${' '.repeat(Math.max(0, barWidth - drawn.length))}${lasted}${meaning}`;
  });
}
