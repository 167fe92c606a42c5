import { toLambda } from '../../shared/lambda.ts';
import { undoTraffic } from '../../shared/steps/takeover/undo-traffic.ts';

export const handler = toLambda(undoTraffic);
