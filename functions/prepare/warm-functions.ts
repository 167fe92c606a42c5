import { toWarmLambda } from '../../shared/lambda.ts';
import { warmFunctions } from '../../shared/steps/prepare/warm-functions.ts';

export const handler = toWarmLambda(warmFunctions);
