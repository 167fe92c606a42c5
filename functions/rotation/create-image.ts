import { toLambda } from '../../shared/lambda.ts';
import { createImage } from '../../shared/steps/rotation/create-image.ts';

export const handler = toLambda(createImage);
