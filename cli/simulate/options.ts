/** What `npm run simulate` was asked for: either something to do, or one clear sentence about what is wrong. */
import { parseArgs } from 'node:util';
import { messageOf } from '../../shared/domain/errors.ts';
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { FAULT_NAMES } from '../../simulator/experiments/runs/names.ts';
import { scheduleIn } from '../../simulator/experiments/runs/notation.ts';
import type { Wanted } from '../../simulator/experiments/runs/wanted.ts';
import { refusalBeside } from './beside.ts';

export type Batch = {
  from: number;
  seeds: number | undefined;
  minutes: number | undefined;
  jobs: number;
  json: boolean;
};

export type HashesWish = { file: string; from: number; seeds: number; scenarioSeeds: number; jobs: number };

export type Asked =
  | { ask: 'help' }
  | { ask: 'wrong'; because: string }
  | { ask: 'runs'; wanted: Wanted; batch: Batch }
  | { ask: 'long'; batch: Batch }
  | { ask: 'mutants'; only: string | undefined; jobs: number; json: boolean }
  | { ask: 'hashes'; hashes: HashesWish }
  | { ask: 'replay'; seed: number; word: string | undefined; wanted: Wanted; json: boolean };

const FLAGS = {
  seeds: { type: 'string' },
  minutes: { type: 'string' },
  from: { type: 'string' },
  faults: { type: 'string' },
  jobs: { type: 'string' },
  replay: { type: 'string' },
  safety: { type: 'boolean', default: false },
  liveness: { type: 'boolean', default: false },
  long: { type: 'boolean', default: false },
  mutants: { type: 'boolean', default: false },
  only: { type: 'string' },
  hashes: { type: 'string' },
  'scenario-seeds': { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const SEEDS = 1000;
const HASHED_SEEDS = 300;
const SEED_MAX = 999_999_999;

class WrongOption extends Error {}

function number(
  name: string,
  text: string | undefined,
  { min, max }: { min: number; max: number },
): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new WrongOption(`--${name} "${text}" is not a whole number from ${min} to ${max}`);
}

function namesIn(text: string | undefined): string[] {
  const names = text?.split(',').map((name) => name.trim()) ?? [];
  const unknown = names.filter((name) => !FAULT_NAMES.includes(name));
  if (unknown.length === 0) return names;
  throw new WrongOption(`--faults: there is no "${unknown.join('", "')}"; there are: ${FAULT_NAMES.join(', ')}`);
}

function replayed(text: string): { seed: number; word: string | undefined } {
  const [, seed, word] = /^(\d{1,9})(?::([\w-]+))?$/.exec(text) ?? [];
  if (seed === undefined) throw new WrongOption(`--replay "${text}" is not SEED or SEED:schedule`);
  try {
    if (word !== undefined) scheduleIn(word);
  } catch (cause) {
    throw new WrongOption(`--replay: ${messageOf(cause)}`);
  }
  return { seed: Number(seed), word };
}

/** A typo must not silently simulate something else. */
function flagsIn(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const [sentence = ''] = (cause instanceof Error ? cause.message : String(cause)).split('. ');
    const known = Object.keys(FLAGS).map((flag) => `--${flag}`);
    throw new WrongOption(`${sentence.replace(/\.$/, '')}; there are ${known.join(', ')}`);
  }
}

/** No random story at all is a wish as well. */
function hashesIn(flags: ReturnType<typeof flagsIn>, file: string, jobs: number): HashesWish {
  if (file === '') throw new WrongOption('--hashes needs the name of the file to write');
  return {
    ...{ file, jobs, from: number('from', flags.from, { min: 0, max: SEED_MAX }) ?? 1 },
    seeds: number('seeds', flags.seeds, { min: 0, max: SEED_MAX }) ?? HASHED_SEEDS,
    scenarioSeeds: number('scenario-seeds', flags['scenario-seeds'], { min: 0, max: 1000 }) ?? 1,
  };
}

function read(args: string[], cores: number): Asked {
  const flags = flagsIn(args);
  if (flags.help) return { ask: 'help' };
  const refusal = refusalBeside(flags);
  if (refusal !== undefined) throw new WrongOption(refusal);
  if (flags.safety && flags.liveness) throw new WrongOption('--safety and --liveness exclude each other');
  if (flags.seeds && flags.minutes) throw new WrongOption('--seeds and --minutes exclude each other');
  if (flags.only !== undefined && !flags.mutants) throw new WrongOption('--only is about --mutants');
  if (flags['scenario-seeds'] !== undefined && flags.hashes === undefined)
    throw new WrongOption('--scenario-seeds is about --hashes');
  const aim = flags.safety ? 'safety' : flags.liveness ? 'liveness' : undefined;
  const wanted: Wanted = { faults: namesIn(flags.faults), aim };
  if (flags.replay !== undefined) return { ask: 'replay', ...replayed(flags.replay), wanted, json: flags.json };
  const jobs = number('jobs', flags.jobs, { min: 1, max: 256 }) ?? cores;
  if (flags.mutants) return { ask: 'mutants', only: flags.only, jobs, json: flags.json };
  if (flags.hashes !== undefined) return { ask: 'hashes', hashes: hashesIn(flags, flags.hashes, jobs) };
  const minutes = number('minutes', flags.minutes, { min: 1, max: 10_000 });
  const seeds = number('seeds', flags.seeds, { min: 1, max: SEED_MAX });
  const batch: Batch = {
    from: number('from', flags.from, { min: 0, max: SEED_MAX }) ?? 1,
    ...{ minutes, seeds: minutes === undefined ? (seeds ?? SEEDS) : undefined },
    jobs,
    json: flags.json,
  };
  return flags.long ? { ask: 'long', batch: { ...batch, seeds } } : { ask: 'runs', wanted, batch };
}

export function readOptions(args: string[], cores: number): Asked {
  try {
    return read(args, cores);
  } catch (cause) {
    if (cause instanceof WrongOption) return { ask: 'wrong', because: oneLine(cause.message) };
    throw cause;
  }
}
