import { toLambda } from '../../shared/lambda.ts';
import { routeInstanceEvent } from '../../shared/steps/triggers/route-instance-event.ts';

export const handler = toLambda(routeInstanceEvent);
