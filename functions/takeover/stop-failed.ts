import { toLambda } from '../../shared/lambda.ts';
import { stopFailed } from '../../shared/steps/takeover/stop-failed.ts';

export const handler = toLambda(stopFailed);
