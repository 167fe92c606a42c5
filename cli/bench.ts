/** `npm run bench`: what is claimed about speed, measured. Each bench prints what it finds; exit 1 when a goal is missed. */
import { parseArgs } from 'node:util';
import { benchColdImport } from './bench/cold.ts';
import { benchDetection, benchReferences } from './bench/detection.ts';
import { benchGrowth } from './bench/growth.ts';
import { benchMonths } from './bench/months.ts';
import { benchOutage } from './bench/outage.ts';
import { benchProfiles } from './bench/profiles.ts';
import { benchReadiness } from './bench/readiness.ts';
import { say } from './bench/report.ts';
import { benchTakeover } from './bench/takeover.ts';
import { benchYears } from './bench/years.ts';
import { benchZone } from './bench/zone.ts';

const HELP = `npm run bench [-- <bench>…] [--seeds N] [--from N] [--count N] [--jobs N] [--write [--date TEXT]]

  outage      outage by phase beside the recipe, stop first, an Auto Scaling group and the lower bound (default);
              --seeds 300, --write: into docs/reference/numbers.md and docs/outage.svg
  profiles    the outage of each profile by boot time; --seeds 100, --write: into docs/reference/numbers.md
  takeover    own seconds beside the recipe's (default)
  cold        cold import of each function (default)
  detection   from the failure to the start of its takeover; --seeds 200
  references  the same for a lost zone with references of the probers in it; --seeds 200
  months      months of noise without a failure; --seeds 200 (months), --from 1
  years       years of nightly rotation, full of troubles; --seeds 20 (years), --from 1, --jobs 1 (processes)
  readiness   many appliances are checked; --count 200, --seeds 1 (the seed)
  zone        a zone with many appliances is lost; --count 200, --seeds 1 (the seed)
  growth      1, 10, 22 and 40 appliances lost at once; --seeds 1 (the seed), --write: into the same page`;

type Numbers = {
  seeds: number | undefined;
  from: number;
  count: number;
  jobs: number;
  write: boolean;
  date: string | undefined;
};

const BENCHES: Record<string, (numbers: Numbers) => Promise<boolean | undefined>> = {
  outage: ({ seeds = 300, write, date }) => benchOutage({ seeds, write, date }),
  profiles: async ({ seeds = 100, write, date }) => {
    await benchProfiles({ seeds, write, date });
    return undefined;
  },
  takeover: async () => benchTakeover().then(() => undefined),
  cold: async () => benchColdImport().then(() => undefined),
  detection: ({ seeds = 200 }) => benchDetection(seeds),
  references: ({ seeds = 200 }) => benchReferences(seeds),
  months: ({ seeds = 200, from }) => benchMonths(seeds, from),
  years: ({ seeds = 20, from, jobs }) => benchYears({ seeds, from, jobs }),
  readiness: ({ seeds = 1, count }) => benchReadiness(count, seeds),
  zone: ({ seeds = 1, count }) => benchZone(count, seeds),
  growth: ({ seeds = 1, write, date }) => benchGrowth({ seed: seeds, write, date }),
};

function wholeNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined || /^[1-9]\d*$/.test(value)) return value === undefined ? undefined : Number(value);
  throw new Error(`--${option} "${value}" is not a whole number from 1; write one such as --${option} 20`);
}

function asked(argv: string[]): { names: string[]; numbers: Numbers } | undefined {
  const string = { type: 'string' } as const;
  const boolean = { type: 'boolean', default: false } as const;
  const whole = { seeds: string, from: string, count: string, jobs: string } as const;
  const options = { ...whole, write: boolean, date: string, help: boolean } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  if (values.help) return undefined;
  const unknown = positionals.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) throw new Error(`no bench "${unknown[0]}"; there are: ${Object.keys(BENCHES).join(', ')}`);
  const seeds = wholeNumber('seeds', values.seeds);
  const from = wholeNumber('from', values.from) ?? 1;
  const count = wholeNumber('count', values.count) ?? 200;
  const jobs = wholeNumber('jobs', values.jobs) ?? 1;
  const { write, date } = values;
  const names = positionals.length > 0 ? positionals : ['outage', 'takeover', 'cold'];
  return { names, numbers: { seeds, from, count, jobs, write, date } };
}

async function main(): Promise<number> {
  const wanted = asked(process.argv.slice(2));
  if (!wanted) {
    say(HELP);
    return 0;
  }
  let missed = false;
  for (const name of wanted.names) missed = (await BENCHES[name]?.(wanted.numbers)) === false || missed;
  return missed ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 2;
}
