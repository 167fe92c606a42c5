import { toReadinessLambda } from '../../shared/lambda.ts';
import { checkReadiness } from '../../shared/steps/triggers/check-readiness.ts';

export const handler = toReadinessLambda(checkReadiness);
