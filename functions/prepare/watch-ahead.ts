import { toLambda } from '../../shared/lambda.ts';
import { watchAhead } from '../../shared/steps/prepare/watch-ahead.ts';

export const handler = toLambda(watchAhead);
