/** What a row of the kit is: data for the list, the checks of its observation, and how it runs. */
import type { Range } from '../../simulator/random.ts';
import type { Lab } from './lab.ts';

/** Where the model is corrected when an observation differs: a row of aws-facts, a constant, a file. */
export type Correct = { facts?: string; constant?: string; file: string };

export type Check = Correct & { name: string } & (
    | /** As the simulator answers in its own run of the row. */ { kind: 'code' | 'order' | 'count' }
    /** At least and at most, where the simulator's own run does not say it. */
    | { kind: 'between'; min: number; max: number }
    /** A duration: the constant, as far apart as reading it may put the two ends. */
    | { kind: 'seconds'; range: Range; slack?: Range }
  );

export type Row = {
  number: number;
  title: string;
  /** USD in us-east-1, rounded up. */
  dollars: number;
  minutes: number;
  /** `nothing`, or what is different in the account while it runs or afterwards. */
  changes: string;
  /** Rules of reality.md and open questions. */
  for: string[];
  /** `hands`: a person does something at the appliance or in the console. */
  by: 'api' | 'hands';
  /** It starts an execution, which Ctrl-C does not end. */
  continues?: boolean;
  /** Why the simulator cannot run it; undefined where it does. */
  notModelled?: string;
  checks: Check[];
  run(lab: Lab): Promise<void>;
  /** A second look, so many seconds after the first. */
  later?: { seconds: number; name: string; run(lab: Lab): Promise<void> };
};

export const changesNothing = ({ changes }: Row): boolean => changes === 'nothing';
