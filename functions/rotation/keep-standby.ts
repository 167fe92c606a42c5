import { toLambda } from '../../shared/lambda.ts';
import { keepStandby } from '../../shared/steps/rotation/keep-standby.ts';

export const handler = toLambda(keepStandby);
