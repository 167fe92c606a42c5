/** Whether a takeover of ours moved the traffic to an instance, by the pointer on it or by a walk back. */
import { listedGenerations, pastTakeoverOf } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { executionArnOf } from '../../domain/arns.ts';
import { executionNameOf, generationPointedTo } from '../../domain/decision/generation.ts';
import { seeTakeover } from '../provenance/takeover-origin.ts';

export type TakenOver =
  | { found: 'yes'; execution: string; from?: string | undefined; any: boolean }
  /** `any`: whether a verified takeover of the appliance is known at all. */
  | { found: 'no'; any: boolean }
  | { found: 'unknown'; why: string; any: boolean };

type Asked = {
  appliance: Pick<Appliance, 'name'>;
  instanceId: string;
  /** What the tag `failover:by` of the instance says: it only says which execution is asked first. */
  pointer: string | undefined;
};

/** As many takeovers as are read, newest first. Any more were forged, or are months old: then it is unknown. */
const READ_MAX = 20;

/**
 * The takeovers to ask are those that Step Functions lists; no tag says where the walk begins or ends.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function readTakenOver({ appliance, instanceId, pointer }: Asked, deps: Deps): Promise<TakenOver> {
  const pointed = generationPointedTo(pointer, appliance.name);
  if (pointed !== undefined) {
    const verified = await readVerified(appliance.name, pointed, deps);
    if (verified?.to === instanceId) return { found: 'yes', ...verified, any: true };
  }
  const { takeovers, all } = await readNewest(appliance.name, deps);
  const any = takeovers.length > 0;
  const found = takeovers.find(({ to }) => to === instanceId);
  if (found) return { found: 'yes', ...found, any };
  if (all) return { found: 'no', any };
  return { found: 'unknown', why: `more than ${READ_MAX} takeovers of ${appliance.name} are listed`, any };
}

/**
 * The instances to which takeovers of ours moved the traffic, of the newest ones that Step Functions lists.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function readMovedTo(appliance: string, deps: Deps): Promise<string[]> {
  const { takeovers } = await readNewest(appliance, deps);
  return takeovers.flatMap(({ to }) => to ?? []);
}

/** The verified ones among the newest; `all`: whether no more are listed. */
async function readNewest(appliance: string, deps: Deps): Promise<{ takeovers: Verified[]; all: boolean }> {
  const { takeoverMachineArn } = deps.deployment;
  const listed: number[] = [];
  for await (const page of listedGenerations(deps.clients, { takeoverMachineArn, appliance })) {
    listed.push(...page);
    if (listed.length > READ_MAX) break;
  }
  const read = listed.slice(0, READ_MAX).map((generation) => readVerified(appliance, generation, deps));
  const takeovers = (await Promise.all(read)).filter((verified) => verified !== undefined);
  return { takeovers, all: listed.length <= READ_MAX };
}

type Verified = { execution: string; from?: string | undefined; to?: string | undefined };

/** Undefined when it is absent, or not proven ours; without `to` when it moved nothing. */
async function readVerified(appliance: string, generation: number, deps: Deps): Promise<Verified | undefined> {
  const seen = await seeTakeover({ appliance, generation }, deps);
  if (seen?.origin.origin !== 'verified') return undefined;
  const { record } = pastTakeoverOf(seen.takeover, generation);
  const name = executionNameOf({ appliance, generation });
  const execution = executionArnOf({ machineArn: deps.deployment.takeoverMachineArn, name });
  return record?.moved ? { execution, from: record.from, to: record.to } : { execution };
}
