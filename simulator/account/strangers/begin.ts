/** Carries out what a stranger does at the moment at which the fault begins. */
import type { World } from '../world.ts';
import type { StrangerFault } from './fault.ts';
import { startForged } from './plans.ts';
import { addTemplateVersion, plantImage, plantReplacement } from './plants.ts';
import { invokeStep } from './steps.ts';
import { tag } from './tags.ts';

type Acts = { [Kind in StrangerFault['kind']]: (world: World, fault: Extract<StrangerFault, { kind: Kind }>) => void };

const ACTS: Acts = {
  'tag-by-stranger': tag,
  'plan-by-stranger': startForged,
  'step-invoked-by-stranger': invokeStep,
  'planted-replacement': plantReplacement,
  'planted-image': plantImage,
  'template-version-by-stranger': addTemplateVersion,
};

export function beginByStranger(world: World, fault: StrangerFault): void {
  const act: (world: World, fault: never) => void = ACTS[fault.kind];
  act(world, fault as never);
}
