/** The section about fleets: whose calls it counts, and what was left to the sweep. */
import { describe, expect, test } from '@jest/globals';
import { growthSection } from '../../../cli/numbers/growth-section.ts';
import { growthOf } from '../../../simulator/experiments/bench/growth.ts';
import type { Fleet } from '../../../simulator/experiments/bench/zone-of-appliances.ts';

const ONE = { asked: 1, throttled: 0 };

const alone: Fleet = {
  ...{ count: 1, backSeconds: [100], endings: { SUCCEEDED: 1 }, failures: [], violations: [] },
  left: { unasked: 0, unseen: 1, others: 0 },
  calls: new Map([
    ['EC2 RunInstances', ONE],
    ['SNS Publish', { asked: 2, throttled: 0 }],
  ]),
  callsOfTakeovers: new Map([['RunInstances', ONE]]),
  mails: { sent: 2, mostInASecond: 1, reachable: 1 },
};

const two: Fleet = {
  ...{ ...alone, count: 2, backSeconds: [100, 110] },
  left: { unasked: 5, unseen: 6, others: 7 },
  calls: new Map([
    ['SNS Publish', { asked: 4, throttled: 0 }],
    ['EC2 RunInstances', { asked: 9, throttled: 3 }],
  ]),
};

const lines = growthSection([growthOf(alone, alone), growthOf(two, alone)], { seed: 1, stamp: 'today' });
const cellsOf = (line = ''): string[] => line.split('|').map((cell) => cell.trim());

describe('the section', () => {
  const head = cellsOf(lines.find((line) => line.startsWith('| appliances')));
  const row = cellsOf(lines.find((line) => line.startsWith('| 2 |')));
  const cell = (name: string): string | undefined => row[head.indexOf(name)];

  test('adds up the calls of every service', () => {
    expect([cell('calls let through'), cell('throttled')]).toEqual(['13', '3']);
    expect(cell('set by')).toBe('no bucket');
    expect(lines.join('\n')).toContain('Calls of everybody');
  });

  test('says how many takeovers left something to the sweep', () => {
    expect([cell('stops left'), cell('stops unseen'), cell('else left')]).toEqual(['5', '6', '7']);
    expect(lines.join('\n')).toContain('*stops left* never asked EC2 to stop the failed instance');
  });

  test('says how many mails operators got, and whether they can still be reached', () => {
    expect([cell('mails'), cell('most in a second'), cell('subscriptions left')]).toEqual(['2', '1', '1']);
    expect(lines.join('\n')).toContain('*subscriptions left* are those that still get them');
  });

  test('has every call with its service, the most frequent first', () => {
    const from = lines.indexOf('| call | 1 lost | 2 lost |');
    expect(lines.slice(from + 2)).toEqual(['| `EC2 RunInstances` | 1 | 9 (3) |', '| `SNS Publish` | 2 | 4 |']);
  });
});
