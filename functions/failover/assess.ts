import { toLambda } from '../../shared/lambda.ts';
import { assess } from '../../shared/steps/failover/assess.ts';

export const handler = toLambda(assess);
