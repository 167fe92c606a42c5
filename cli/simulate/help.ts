/** What `npm run simulate -- --help` says. */
import { FAULT_NAMES } from '../../simulator/experiments/runs/names.ts';
import { besideText } from './beside.ts';

export const HELP = `Simulates takeovers in which things go wrong at random moments, and checks every invariant after every change.
Everything is simulated, and a seed decides everything: what is assumed stands in docs/reference/simulator.md.

  npm run simulate -- [options]

  --seeds N           how many seeds (default: 1000)
  --minutes M         as many seeds as fit into M minutes, instead
  --from S            the first seed (default: 1)
  --faults A,B        only these go wrong on the way; a failure of the appliance opens the story,
                      or, where an image is what is to go wrong, a rotation: ${FAULT_NAMES.join(', ')}
  --safety            only runs in which anything may go wrong at any moment
  --liveness          only runs in which faults cease, and service has to return in time
  --jobs J            child processes (default: one for each core)
  --json              one JSON document on standard output
  --replay SEED[:schedule]  lives through one seed, or one schedule, again and prints its story;
                      goes with ${besideText('replay')}: a seed needs those it was found with,
                      a schedule needs none of them
  --long              the long runs: 100000 seeds, noisy months, years of rotation;
                      goes with ${besideText('long')}
  --mutants           a check on the checkers: every deliberate fault of ours has to be noticed;
                      goes with ${besideText('mutants')}
  --only TEXT         with --mutants: only those with this text in their name, or of this invariant
  --hashes FILE       writes a line for each scenario and each of 300 seeds: what was asked of AWS, and what came of
                      it, as two hashes without any sentence; a change that keeps the behavior keeps the file;
                      goes with ${besideText('hashes')}
  --scenario-seeds N  with --hashes: every scenario with the seeds 1 to N (default: 1)
  --help              this text

Exit code: 0 when every invariant held, 1 when one was broken, 2 for a mistake on the command line.
`;
