/** `follow`: a run is watched again. */
import { newestTakeover } from '../../../shared/steps/people/follow-by-hand.ts';
import { followAgain } from '../run.ts';
import type { CarryOut } from '../setting.ts';

export const follow: CarryOut<'follow'> = async ({ appliance, execution }, setting) =>
  followAgain({ appliance, execution: execution ?? (await newestTakeover(appliance, setting.deps)) }, setting);
