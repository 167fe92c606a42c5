/** What `npm run simulate` was asked for: something to do, the help, or one clear sentence about what is wrong. */
import { messageOf } from '../../shared/domain/errors.ts';
import { scheduleIn } from '../../simulator/experiments/runs/notation.ts';
import type { Wanted } from '../../simulator/experiments/runs/wanted.ts';
import { type Misunderstood, understand } from '../command-line/understand.ts';
import { shown, Wrong } from '../command-line/wrong.ts';
import { refusalBeside } from './beside.ts';
import { declared, type Given } from './declared.ts';

export type Batch = {
  from: number;
  seeds: number | undefined;
  minutes: number | undefined;
  jobs: number;
  json: boolean;
};

export type HashesWish = { file: string; from: number; seeds: number; scenarioSeeds: number; jobs: number };

export type Asked =
  | { ask: 'runs'; wanted: Wanted; batch: Batch }
  | { ask: 'long'; batch: Batch }
  | { ask: 'mutants'; only: string | undefined; jobs: number; json: boolean }
  | { ask: 'hashes'; hashes: HashesWish }
  | { ask: 'replay'; seed: number; word: string | undefined; wanted: Wanted; json: boolean };

const SEEDS = 1000;
const HASHED_SEEDS = 300;

function replayed(text: string): { seed: number; word: string | undefined } {
  const [, seed, word] = /^(\d{1,9})(?::([\w-]+))?$/.exec(text) ?? [];
  if (seed === undefined) throw new Wrong(`--replay "${shown(text)}" is not SEED or SEED:schedule`);
  try {
    if (word !== undefined) scheduleIn(word);
  } catch (cause) {
    throw new Wrong(`--replay: ${messageOf(cause)}`);
  }
  return { seed: Number(seed), word };
}

function refuseTogether(given: Given): void {
  const refusal = refusalBeside(given);
  if (refusal !== undefined) throw new Wrong(refusal);
  const { safety, liveness, seeds, minutes, only, mutants, scenarioSeeds, hashes } = given;
  if (safety && liveness) throw new Wrong('--safety and --liveness exclude each other');
  if (seeds !== undefined && minutes !== undefined) throw new Wrong('--seeds and --minutes exclude each other');
  if (only !== undefined && !mutants) throw new Wrong('--only is about --mutants');
  if (scenarioSeeds !== undefined && hashes === undefined) throw new Wrong('--scenario-seeds is about --hashes');
}

function askedIn(given: Given, cores: number): Asked {
  refuseTogether(given);
  const { seeds, minutes, from = 1, jobs = cores, json = false, faults = [], scenarioSeeds = 1 } = given;
  const aim = given.safety ? 'safety' : given.liveness ? 'liveness' : undefined;
  const wanted: Wanted = { faults, aim, ...(given.shapes && { shapes: true }) };
  if (given.replay !== undefined) return { ask: 'replay', ...replayed(given.replay), wanted, json };
  if (given.mutants) return { ask: 'mutants', only: given.only, jobs, json };
  if (given.hashes !== undefined) {
    const hashes = { file: given.hashes, from, seeds: seeds ?? HASHED_SEEDS, scenarioSeeds, jobs };
    return { ask: 'hashes', hashes };
  }
  const batch: Batch = { from, minutes, seeds: minutes === undefined ? (seeds ?? SEEDS) : undefined, jobs, json };
  return given.long ? { ask: 'long', batch: { ...batch, seeds } } : { ask: 'runs', wanted, batch };
}

/** No random story at all is a wish as well, when hashes are written. */
const seedsMin = (args: string[]): 0 | 1 => (args.some((arg) => /^--hashes\b/.test(arg)) ? 0 : 1);

export const readOptions = (args: string[], cores: number): Asked | Misunderstood =>
  understand<Asked>((give) => declared(seedsMin(args)).action((given: Given) => give(askedIn(given, cores))), args);
