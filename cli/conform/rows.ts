/** The table of the first hour on a real account, in the order in which its rows run. */
import type { Row } from './row.ts';
import { DRY_RUN_ROWS } from './rows/dry-runs.ts';
import { EXECUTION_ROWS } from './rows/executions.ts';
import { HAND_ROWS } from './rows/hands.ts';
import { IMAGE_ROWS } from './rows/images.ts';
import { LAUNCH_ROWS } from './rows/launches.ts';
import { MOVE_ROWS } from './rows/moves.ts';
import { READINESS_ROWS } from './rows/readiness.ts';
import { READ_ROWS } from './rows/reads.ts';
import { TOPIC_ROWS } from './rows/topic.ts';

export const ROWS: readonly Row[] = [
  ...READ_ROWS,
  ...READINESS_ROWS,
  ...LAUNCH_ROWS,
  ...DRY_RUN_ROWS,
  ...EXECUTION_ROWS,
  ...MOVE_ROWS,
  ...HAND_ROWS,
  ...IMAGE_ROWS,
  ...TOPIC_ROWS,
].sort((one, other) => one.number - other.number);
