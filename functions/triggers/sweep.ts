import { toLambda } from '../../shared/lambda.ts';
import { sweep } from '../../shared/steps/triggers/sweep.ts';

export const handler = toLambda(sweep);
