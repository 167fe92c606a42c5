import { toLambda } from '../../shared/lambda.ts';
import { endOldStandby } from '../../shared/steps/rotation/end-old-standby.ts';

export const handler = toLambda(endOldStandby);
