/** The question for the good images of an appliance. */
import type { ImagesOf } from '../../aws/good-images.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { rotationMachineArnOf } from '../../domain/arns.ts';
import { whoseOf } from './owner.ts';

export const imagesOf = (
  { name, image, recipeImages }: Pick<Appliance, 'name' | 'image' | 'recipeImages'>,
  { deployment }: Pick<Deps, 'deployment'>,
): ImagesOf => ({
  ...whoseOf(name, { deployment }),
  ...{ image, recipeImages },
  rotationMachineArn: rotationMachineArnOf(deployment),
});
