import { toLambda } from '../../shared/lambda.ts';
import { launchAhead } from '../../shared/steps/prepare/launch-ahead.ts';

export const handler = toLambda(launchAhead);
