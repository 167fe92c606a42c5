import { toLambda } from '../../shared/lambda.ts';
import { awaitReplacement } from '../../shared/steps/takeover/await-replacement.ts';

export const handler = toLambda(awaitReplacement);
