/** Every deliberate fault that the simulation has to notice. */
import type { Mutant } from './mutant.ts';
import { OF_DETECTION } from './of-detection.ts';
import { OF_EARLY_LAUNCHES } from './of-early-launches.ts';
import { OF_IMAGES } from './of-images.ts';
import { OF_MAILS } from './of-mails.ts';
import { OF_OTHERS } from './of-others.ts';
import { OF_PLANNED_MOVES } from './of-planned-moves.ts';
import { OF_SILENCE } from './of-silence.ts';
import { OF_STANDBYS } from './of-standbys.ts';
import { OF_STRANGERS } from './of-strangers.ts';
import { OF_THE_AFTERMATH } from './of-the-aftermath.ts';
import { OF_THE_EVIDENCE } from './of-the-evidence.ts';
import { OF_THE_LAUNCH } from './of-the-launch.ts';
import { OF_THE_LOCK } from './of-the-lock.ts';
import { OF_THE_MOVE } from './of-the-move.ts';

export const MUTANTS: Mutant[] = [
  ...OF_THE_LOCK,
  ...OF_THE_MOVE,
  ...OF_PLANNED_MOVES,
  ...OF_OTHERS,
  ...OF_STRANGERS,
  ...OF_SILENCE,
  ...OF_THE_LAUNCH,
  ...OF_THE_EVIDENCE,
  ...OF_DETECTION,
  ...OF_THE_AFTERMATH,
  ...OF_IMAGES,
  ...OF_EARLY_LAUNCHES,
  ...OF_STANDBYS,
  ...OF_MAILS,
];
