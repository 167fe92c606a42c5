import { toLambda } from '../../shared/lambda.ts';
import { endAhead } from '../../shared/steps/prepare/end-ahead.ts';

export const handler = toLambda(endAhead);
