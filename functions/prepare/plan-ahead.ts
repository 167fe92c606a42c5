import { toLambda } from '../../shared/lambda.ts';
import { planAhead } from '../../shared/steps/prepare/plan-ahead.ts';

export const handler = toLambda(planAhead);
