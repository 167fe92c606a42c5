import { toLambda } from '../../shared/lambda.ts';
import { launchProof } from '../../shared/steps/rotation/launch-proof.ts';

export const handler = toLambda(launchProof);
