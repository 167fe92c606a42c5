import { toVpcLambda } from '../../shared/lambda.ts';
import { proveService } from '../../shared/steps/rotation/prove-service.ts';

export const handler = toVpcLambda(proveService);
