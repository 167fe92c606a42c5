import { toLambda } from '../../shared/lambda.ts';
import { awaitProof } from '../../shared/steps/rotation/await-proof.ts';

export const handler = toLambda(awaitProof);
