import { toLambda } from '../../shared/lambda.ts';
import { claim } from '../../shared/steps/takeover/claim.ts';

export const handler = toLambda(claim);
