import { toLambda } from '../../shared/lambda.ts';
import { pruneImages } from '../../shared/steps/rotation/prune-images.ts';

export const handler = toLambda(pruneImages);
