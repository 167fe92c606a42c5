/** Fleets of several sizes beside each other, as Markdown: when they are back, what was left, and what AWS was asked. */
import type { Growth } from '../../simulator/experiments/bench/growth.ts';
import { percentile } from '../../simulator/experiments/bench/percentiles.ts';
import { head, line } from '../markdown.ts';

function fleetLine({ fleet, bound, share, asked, throttled }: Growth): string {
  const { count, backSeconds, failures, left, mails } = fleet;
  const back = [percentile(backSeconds, 0.5), percentile(backSeconds, 0.95), backSeconds.at(-1) ?? Number.NaN];
  return line([
    ...[count, `${backSeconds.length} of ${count}`, ...back.map((seconds) => seconds.toFixed(0))],
    ...[bound.seconds.toFixed(0), bound.action, share.toFixed(2), asked, throttled],
    ...[failures.length, left.unasked, left.unseen, left.others],
    ...[mails.sent, mails.mostInASecond, mails.reachable],
  ]);
}

const FLEET_HEAD = [
  ...['appliances', 'back', 'p50', 'p95', 'last', 'bound', 'set by', 'last / bound'],
  ...['calls let through', 'throttled', 'executions that gave up', 'stops left', 'stops unseen', 'else left'],
  ...['mails', 'most in a second', 'subscriptions left'],
];

const LEFT = [
  'Takeovers that left something to the sweep: *stops left* never asked EC2 to stop the failed instance, *stops unseen* asked and did not',
  'see it happen, as in a zone without power, and *else left* could not do something else, such as arm an alarm.',
];

const MAILS = [
  '*Mails* are those on the topic of the operators, after bursts became digests. SNS deactivates an e-mail subscription that gets more than',
  '10 in a second; *subscriptions left* are those that still get them.',
];

const CALLS = [
  'Calls of everybody (failover machines, takeovers, sweep, prober, notifications), of every service, from the loss until the last takeover has',
  'ended: those that were let through, with any answer, and in brackets those that were throttled first. The bound is made of those of',
  'the failover machines and the takeovers alone:',
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
    ...[...head(FLEET_HEAD), ...all.map(fleetLine)],
    '',
    ...LEFT,
    '',
    ...MAILS,
    '',
    ...CALLS,
    '',
    ...[...head(['call', ...sizes.map((size) => `${size} lost`)]), ...callLines(all)],
  ];
}
