/** Fleets of several sizes beside each other, as Markdown: when they are back, and what they asked EC2. */
import type { Growth } from '../../simulator/bench/growth.ts';
import { percentile } from '../../simulator/bench/percentiles.ts';

const line = (cells: (string | number)[]): string => `| ${cells.join(' | ')} |`;
const rule = (columns: number): string => line(Array.from({ length: columns }, () => '---'));

function fleetLine({ fleet, bound, share, asked, throttled }: Growth): string {
  const { count, backSeconds, failures } = fleet;
  const back = [percentile(backSeconds, 0.5), percentile(backSeconds, 0.95), backSeconds.at(-1) ?? Number.NaN];
  return line([
    ...[count, `${backSeconds.length} of ${count}`, ...back.map((seconds) => seconds.toFixed(0))],
    ...[bound.seconds.toFixed(0), bound.action, share.toFixed(2), asked, throttled, failures.length],
  ]);
}

const FLEET_HEAD = [
  ...['appliances', 'back', 'p50', 'p95', 'last', 'bound', 'set by', 'last / bound'],
  ...['calls answered', 'throttled', 'executions that gave up'],
];

/** What the largest fleet asks most comes first. */
function callLines(all: Growth[]): string[] {
  const largest = all.at(-1)?.fleet.calls ?? new Map();
  const actions = [...largest].toSorted(([, one], [, other]) => other.asked - one.asked).map(([action]) => action);
  return actions.map((action) =>
    line([
      `\`${action}\``,
      ...all.map(({ fleet }) => {
        const { asked = 0, throttled = 0 } = fleet.calls.get(action) ?? {};
        return throttled > 0 ? `${asked} (${throttled})` : `${asked}`;
      }),
    ]),
  );
}

export function growthSection(all: Growth[], { seed, stamp }: { seed: number; stamp: string }): string[] {
  const sizes = all.map(({ fleet }) => `${fleet.count}`);
  return [
    `Simulated seconds from the loss of the zone, seed ${seed}: \`npm run bench -- growth --write\`, ${stamp}.`,
    '',
    ...[line(FLEET_HEAD), rule(FLEET_HEAD.length), ...all.map(fleetLine)],
    '',
    'EC2 calls of the front doors and the takeovers that were answered, and in brackets those that were throttled first:',
    '',
    ...[line(['call', ...sizes.map((size) => `${size} lost`)]), rule(sizes.length + 1), ...callLines(all)],
  ];
}
