import { toLambda } from '../../shared/lambda.ts';
import { moveTraffic } from '../../shared/steps/takeover/move-traffic.ts';

export const handler = toLambda(moveTraffic);
