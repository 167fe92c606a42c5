import { toLambda } from '../../shared/lambda.ts';
import { endProof } from '../../shared/steps/rotation/end-proof.ts';

export const handler = toLambda(endProof);
