import { toLambda } from '../../shared/lambda.ts';
import { awaitHealthy } from '../../shared/steps/takeover/await-healthy.ts';

export const handler = toLambda(awaitHealthy);
