import { toLambda } from '../../shared/lambda.ts';
import { notify } from '../../shared/steps/triggers/notify.ts';

export const handler = toLambda(notify);
