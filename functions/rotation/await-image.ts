import { toLambda } from '../../shared/lambda.ts';
import { awaitImage } from '../../shared/steps/rotation/await-image.ts';

export const handler = toLambda(awaitImage);
