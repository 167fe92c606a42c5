/** What parent and child processes of the runs say to each other. */
import type { Tally as Counts } from '../../simulator/experiments/bench/years/stage.ts';
import type { Tally } from '../../simulator/experiments/runs/tally.ts';
import type { Wanted } from '../../simulator/experiments/runs/wanted.ts';

export type Order =
  | { do: 'run'; from: number; seeds: number; wanted: Wanted }
  /** Shortens what a seed, or a schedule, broke, and tells its story. */
  | { do: 'explain'; seed: number; word: string | undefined; rule: string | undefined; wanted: Wanted; look: Look }
  | { do: 'tell'; scenario: string; seed: number }
  | { do: 'hash'; story: Hashed }
  | { do: 'year'; seed: number };

/** A scenario with one seed, or a random story. */
export type Hashed = { scenario?: string | undefined; seed: number };

/** How the story is to be printed. */
export type Look = { width: number; coloured: boolean };

export type Explained = {
  rule: string | undefined;
  violations: string[];
  /** Of the schedule as it is printed, after shrinking. */
  replay: string;
  entries: { name: string; moments: unknown[] }[];
  tried: number;
  logHash: string;
  /** The page, as the scenarios print it. */
  story: string;
};

/** What a scenario, or a year of rotations, came to. */
export type Findings = {
  violations: string[];
  /** What the scenario expected and did not find. */
  unmet: string[];
  /** What happened in the year, and how often. */
  counts?: Counts;
};

export type Answer =
  | { did: 'run'; tally: Tally; peakMb: number; residentMb: number }
  | { did: 'explain'; explained: Explained }
  | ({ did: 'tell' } & Findings)
  | { did: 'hash'; lines: string[] }
  | { did: 'nothing'; because: string };
