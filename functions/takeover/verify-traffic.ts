import { toLambda } from '../../shared/lambda.ts';
import { verifyTraffic } from '../../shared/steps/takeover/verify-traffic.ts';

export const handler = toLambda(verifyTraffic);
