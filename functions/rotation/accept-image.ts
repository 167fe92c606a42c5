import { toLambda } from '../../shared/lambda.ts';
import { acceptImage } from '../../shared/steps/rotation/accept-image.ts';

export const handler = toLambda(acceptImage);
