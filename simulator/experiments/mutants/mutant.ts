/** A deliberate fault of our own, as data: what is written instead of what, and how the simulation is to notice. */
import type { Aim } from '../runs/schedule.ts';
import type { Override } from './override.ts';

export const RULES = [
  ...['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9', 'S10', 'S11', 'S12', 'S13', 'S14', 'S15', 'S16'],
  ...['S17', 'S18', 'S19', 'S20', 'S22', 'S26', 'S27', 'S28'],
  ...['L1', 'L2', 'L3', 'L4', 'L5', 'L7'],
] as const;

/** The old text occurs in its file exactly once, so that it is clear which place is meant. */
export type Edit = { file: string; old: string; becomes: string };

/** Stories in which it has to show: seeded ones, scenarios by their names, or years of nightly rotations. */
export type Hunt =
  | { in: 'seeds'; faults: string[]; aim?: Aim; from?: number; max?: number }
  | { in: 'scenarios'; names: string[]; seeds?: number }
  | { in: 'years'; max: number };

export type Mutant = {
  /** In people's words: what we would have done wrong. */
  name: string;
  /** The invariant that it breaks, by its number. */
  breaks: string;
  /** What is replaced for everyone who imports it. */
  overrides?: Override[];
  /** Where no export reaches: an expression inside a function, as text. */
  edits?: Edit[];
  hunt: Hunt;
};
