import { toProberLambda } from '../../shared/lambda.ts';
import { probeAppliance } from '../../shared/steps/triggers/probe-appliance.ts';

export const handler = toProberLambda(probeAppliance);
