import { toLambda } from '../../shared/lambda.ts';
import { launchReplacement } from '../../shared/steps/takeover/launch-replacement.ts';

export const handler = toLambda(launchReplacement);
