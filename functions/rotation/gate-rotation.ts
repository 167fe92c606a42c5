import { toLambda } from '../../shared/lambda.ts';
import { gateRotation } from '../../shared/steps/rotation/gate-rotation.ts';

export const handler = toLambda(gateRotation);
