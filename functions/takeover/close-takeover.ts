import { toLambda } from '../../shared/lambda.ts';
import { closeTakeover } from '../../shared/steps/takeover/close-takeover.ts';

export const handler = toLambda(closeTakeover);
