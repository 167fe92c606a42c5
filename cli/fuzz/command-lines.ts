/** Hostile command lines at the option readers of the commands. */
import { VERBS } from '../../shared/domain/messages/command-line.ts';
import type { Random } from '../../simulator/random.ts';
import { readOptions as readFailover } from '../failover/options.ts';
import { readOptions as readStart } from '../options.ts';
import { readOptions as readSimulate } from '../simulate/options.ts';
import { hostileText, whole } from './hostile.ts';
import { faultOfSentence, isPolluted } from './judge.ts';
import { readOptions as readFuzz } from './options.ts';

type Asked = { ask: string } | { ask: 'wrong'; because: string };

/** The command of a deployment, which has the most options and the most to lose, is drawn as often as the rest. */
const READERS: readonly [string, (args: string[]) => Asked][] = [
  ['npm run failover --', readFailover],
  ['npm run failover --', readFailover],
  ['npm run failover --', readFailover],
  ['npm start --', readStart],
  ['npm run simulate --', (args) => readSimulate(args, 4)],
  ['npm run fuzz --', readFuzz],
];

const FLAGS = [
  ...[
    'stage',
    'region',
    'profile',
    'appliances',
    'json',
    'help',
    'reason',
    'for',
    'until',
    'force',
    'yes',
    'mode',
    'seed',
  ],
  ...['take', 'scenario', 'list', 'seeds', 'minutes', 'from', 'faults', 'replay', 'jobs', 'events', 'toString'],
];

const WORDS = [
  'sophos',
  'dev',
  'prod',
  '4h',
  '2026-11-22T06:00Z',
  'i-0123456789abcdef0',
  '1',
  '999999999999',
  '--',
  '-',
];

function wordOf(random: Random): string {
  const way = random();
  if (way < 0.25) return VERBS[whole(random, VERBS.length)] ?? 'status';
  if (way < 0.4) return WORDS[whole(random, WORDS.length)] ?? '';
  if (way > 0.8) return hostileText(random);
  const flag = `--${FLAGS[whole(random, FLAGS.length)]}`;
  return way < 0.6 ? flag : `${flag}=${hostileText(random)}`;
}

/** Answers what is wrong with the outcome of one command line, if anything. */
export async function fuzzCommandLine(random: Random): Promise<string | undefined> {
  const [command, read] = READERS[whole(random, READERS.length)] ?? ['npm run failover --', readFailover];
  const args = Array.from({ length: whole(random, 8) }, () => wordOf(random));
  const fault = faultOf(read, args) ?? (isPolluted() ? 'a polluted prototype' : undefined);
  return fault === undefined ? undefined : `${command} ${fault}\n  ${JSON.stringify(args).slice(0, 1_000)}`;
}

function faultOf(read: (args: string[]) => Asked, args: string[]): string | undefined {
  try {
    const asked = read(args);
    return 'because' in asked ? faultOfSentence(asked.because) : undefined;
  } catch (thrown) {
    return `threw ${String(thrown).slice(0, 300)}`;
  }
}
