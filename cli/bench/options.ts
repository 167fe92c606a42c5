/** What `npm run bench` was asked for: which benches, and how much of each; or what is wrong with it. */
import { Command, Option } from 'commander';
import { closest } from '../../shared/config/closest.ts';
import { type Misunderstood, understand } from '../command-line/understand.ts';
import { text, whole } from '../command-line/values.ts';
import { shown, Wrong } from '../command-line/wrong.ts';
import { TIERS, type Tier } from './tiers.ts';

/** Each with what it measures, and with the numbers that it takes when none are given. */
const BENCHES = {
  outage:
    'outage by phase beside the recipe, stop first, an Auto Scaling group and the lower bound (default); --seeds 300, --write',
  tiers: 'the outage with a standby of each tier; --seeds 300, --tier, --write',
  profiles: 'the outage of each profile by boot time; --seeds 100, --write',
  takeover: "own seconds beside the recipe's (default)",
  cold: 'cold import of each function (default)',
  detection: 'from the failure to the start of its takeover; --seeds 200',
  references: 'the same for a lost zone with references of the probers in it; --seeds 200',
  months: 'months of noise without a failure; --seeds 200 (months), --from 1',
  silence: 'how long an appliance may be silent, by the setting of the detection; --seeds 12 (episodes), --write',
  years: 'years of nightly rotation, full of troubles; --seeds 20 (years), --from 1, --jobs 1',
  readiness: 'many appliances are checked; --count 200, --seeds 1 (the seed)',
  zone: 'a zone with many appliances is lost; --count 200, --seeds 1 (the seed)',
  growth: '1, 10, 22, 50 and 100 appliances lost at once; --seeds 1 (the seed), --write',
};

export type Bench = keyof typeof BENCHES;

export type Numbers = {
  seeds: number | undefined;
  from: number;
  count: number;
  jobs: number;
  write: boolean;
  json: boolean;
  tier?: Tier | undefined;
  date: string | undefined;
};

type Asked = { ask: 'bench'; benches: Bench[]; numbers: Numbers };

const USUAL: Bench[] = ['outage', 'takeover', 'cold'];

const AFTER = `
Benches:
${Object.entries(BENCHES)
  .map(([name, what]) => `  ${name.padEnd(12)}${what}`)
  .join('\n')}

With --json one document is written to standard output when all benches are done, and progress to standard error:
commit, model, and for each bench its name, whether its goals were met (null without goals) and its figures. A
number that does not exist, such as the median of what never came back, is null.

Exit code: 0 when every goal was met, 1 when one was missed, 2 for a mistake on the command line.

  npm run bench
  npm run bench -- zone growth --count 40
  npm run bench -- outage --seeds 300 --write
  npm run -s bench -- silence --json`;

const isBench = (name: string): name is Bench => Object.hasOwn(BENCHES, name);

function benchNamed(name: string): Bench {
  if (isBench(name)) return name;
  const near = closest(name.slice(0, 60), Object.keys(BENCHES));
  const guess = near === undefined ? '' : `; did you mean "${near}"?`;
  throw new Wrong(`no bench "${shown(name)}"${guess} (there are: ${Object.keys(BENCHES).join(', ')})`);
}

const RANGE = { min: 1, max: 999_999_999 };

export const readOptions = (args: string[]): Asked | Misunderstood =>
  understand<Asked>(
    (give) =>
      new Command('npm run bench --')
        .description('Measures what is claimed about speed. Each bench prints what it finds.')
        .argument('[benches...]', `which of those below (default: ${USUAL.join(', ')})`)
        .addOption(whole('--seeds <n>', 'how many seeds, or the seed', RANGE))
        .addOption(whole('--from <n>', 'the first seed', RANGE).default(1))
        .addOption(whole('--count <n>', 'how many appliances', RANGE).default(200))
        .addOption(whole('--jobs <n>', 'how many processes', RANGE).default(1))
        .option('--write', 'into docs/reference/numbers.md, and docs/outage.svg')
        .addOption(new Option('--tier <tier>', 'tiers: this one alone').choices(TIERS))
        .option('--json', 'the figures as one JSON document instead of lines')
        .addOption(text('--date <text>', 'with --write: the date that the page names', '2026-11-30'))
        .addHelpText('after', AFTER)
        .action(
          (
            names: string[],
            {
              seeds,
              date,
              write = false,
              json = false,
              ...rest
            }: Partial<Numbers> & Pick<Numbers, 'from' | 'count' | 'jobs'>,
          ) =>
            give({
              ask: 'bench',
              benches: names.length > 0 ? names.map(benchNamed) : USUAL,
              numbers: { ...rest, seeds, date, write, json },
            }),
        ),
    args,
  );
