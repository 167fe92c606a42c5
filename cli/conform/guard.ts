/** Before anything changes: is this a lab? What cannot be read is no lab either. */
import { readDeployed } from '../../shared/aws/read-deployed.ts';
import { messageOf } from '../../shared/domain/errors.ts';
import type { Lab } from './lab.ts';
import { liveInstance } from './rows/common.ts';

const LAB_TYPES = /^t\d[a-z]*\.(?:nano|micro|small)$/;
const PRODUCTION = /^(?:prod|prd|live)/;

async function whyNot(lab: Pick<Lab, 'deps' | 'appliance'>): Promise<string | undefined> {
  const { stage } = lab.deps.deployment;
  const { name } = lab.appliance;
  if (PRODUCTION.test(stage)) return `the stage "${stage}" is called like one of production`;
  const deployed = await readDeployed(lab.deps.clients, `failover-${stage}-check-readiness`);
  const known = deployed.appliances.map((each) => each.name);
  if (!known.includes(name))
    return `stage "${stage}" is deployed without the appliance "${name}" (it has ${known.join(', ')})`;
  const { raw } = await liveInstance(lab as Lab);
  const { InstanceType: type = 'unknown' } = raw;
  if (LAB_TYPES.test(type)) return undefined;
  return `the appliance has the instance type ${type}, and a lab has a t*.nano, t*.micro or t*.small`;
}

/** Why no row that changes something may run; undefined for a lab. */
export async function notALab(lab: Pick<Lab, 'deps' | 'appliance'>): Promise<string | undefined> {
  try {
    return await whyNot(lab);
  } catch (cause) {
    return `it cannot be read whether this is a lab: ${messageOf(cause)}`;
  }
}

/** `arn:aws:states:REGION:ACCOUNT:…` */
export const accountOf = (arn: string): string => arn.split(':')[4] ?? '';
export const partitionOf = (arn: string): string => arn.split(':')[1] ?? 'aws';
