import { toLambda } from '../../shared/lambda.ts';
import { settleStandby } from '../../shared/steps/rotation/settle-standby.ts';

export const handler = toLambda(settleStandby);
