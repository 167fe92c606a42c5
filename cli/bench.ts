/** `npm run bench`: what is claimed about speed, measured. Each bench prints what it finds; exit 1 when a goal is missed. */
import { parseArgs } from 'node:util';
import { benchColdImport } from './bench/cold.ts';
import { benchDetection } from './bench/detection.ts';
import { benchMonths } from './bench/months.ts';
import { say } from './bench/report.ts';
import { benchTakeover } from './bench/takeover.ts';
import { benchZone } from './bench/zone.ts';

const HELP = `npm run bench [-- <bench>…] [--seeds N] [--from N] [--count N]

  takeover    own seconds beside the recipe's (default)
  cold        cold import of each function (default)
  detection   from the failure to the start of its takeover; --seeds 200
  months      months of noise without a failure; --seeds 200 (months), --from 1
  zone        a zone with many appliances is lost; --count 200, --seeds 1 (the seed)`;

type Numbers = { seeds: number | undefined; from: number; count: number };

const BENCHES: Record<string, (numbers: Numbers) => Promise<boolean | undefined>> = {
  takeover: async () => benchTakeover().then(() => undefined),
  cold: async () => benchColdImport().then(() => undefined),
  detection: ({ seeds = 200 }) => benchDetection(seeds),
  months: ({ seeds = 200, from }) => benchMonths(seeds, from),
  zone: ({ seeds = 1, count }) => benchZone(count, seeds),
};

function wholeNumber(option: string, value: string | undefined): number | undefined {
  if (value === undefined || /^[1-9]\d*$/.test(value)) return value === undefined ? undefined : Number(value);
  throw new Error(`--${option} "${value}" is not a whole number from 1; write one such as --${option} 20`);
}

function asked(argv: string[]): { names: string[]; numbers: Numbers } | undefined {
  const string = { type: 'string' } as const;
  const options = { seeds: string, from: string, count: string, help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  if (values.help) return undefined;
  const unknown = positionals.filter((name) => !(name in BENCHES));
  if (unknown.length > 0) throw new Error(`no bench "${unknown[0]}"; there are: ${Object.keys(BENCHES).join(', ')}`);
  const seeds = wholeNumber('seeds', values.seeds);
  const from = wholeNumber('from', values.from) ?? 1;
  const count = wholeNumber('count', values.count) ?? 200;
  return { names: positionals.length > 0 ? positionals : ['takeover', 'cold'], numbers: { seeds, from, count } };
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
