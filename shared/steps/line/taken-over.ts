/** Whether a takeover of ours moved the traffic to an instance, by the pointer on it or by a walk back. */
import { isDeepStrictEqual } from 'node:util';
import { newestListedGeneration, readExecution } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { executionArnOf, failoverMachineArnOf } from '../../domain/arns.ts';
import { executionNameOf, readGenerationTag } from '../../domain/generation.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';

export type TakenOver =
  | { found: 'yes'; execution: string; from?: string | undefined; any: boolean }
  /** `any`: whether a verified takeover of the appliance is known at all. */
  | { found: 'no'; any: boolean }
  | { found: 'unknown'; why: string; any: boolean };

type Asked = {
  appliance: Pick<Appliance, 'name'>;
  address: Address;
  instanceId: string;
  /** What the tag `failover:by` of the instance says. */
  pointer: string | undefined;
};

/** As many takeovers as are walked back, newest first. */
const WALKED_MAX = 10;

/** @throws TransientError when Step Functions cannot be asked. */
export async function readTakenOver(asked: Asked, deps: Deps): Promise<TakenOver> {
  const { appliance, address, instanceId, pointer } = asked;
  const machineArn = deps.deployment.takeoverMachineArn;
  const ours = executionArnOf({ machineArn, name: '' });
  if (pointer?.startsWith(ours)) {
    const pointed = await readVerified(pointer, appliance.name, deps);
    if (pointed?.to === instanceId) return { found: 'yes', execution: pointer, from: pointed.from, any: true };
  }
  const recorded = readGenerationTag(address.tags[TAG.generation]);
  const newest =
    recorded.kind === 'recorded'
      ? recorded.generation
      : await newestListedGeneration(deps.clients, { takeoverMachineArn: machineArn, appliance: appliance.name });
  const generations = Array.from({ length: Math.min(newest, WALKED_MAX) }, (_, index) => newest - index);
  const takeovers = await Promise.all(
    generations.map(async (generation) => {
      const execution = executionArnOf({
        machineArn,
        name: executionNameOf({ appliance: appliance.name, generation }),
      });
      return { execution, verified: await readVerified(execution, appliance.name, deps) };
    }),
  );
  const any = takeovers.some(({ verified }) => verified !== undefined);
  const found = takeovers.find(({ verified }) => verified?.to === instanceId);
  if (found) return { found: 'yes', execution: found.execution, from: found.verified?.from, any };
  return { found: 'no', any };
}

type Moved = { from?: string | undefined; to?: string | undefined };

/** Undefined when it is absent, or when the `failover` execution that it names did not make this very plan. */
async function readVerified(execution: string, appliance: string, deps: Deps): Promise<Moved | undefined> {
  const found = await readExecution(deps.clients, execution);
  const plan = fieldsIn(found?.input);
  const { startedBy } = plan;
  const started = executionArnOf({ machineArn: failoverMachineArnOf(deps.deployment), name: '' });
  if (plan.appliance !== appliance || typeof startedBy !== 'string' || !startedBy.startsWith(started)) return undefined;
  const starter = await readExecution(deps.clients, startedBy);
  const said = fieldsIn(starter?.output);
  const name = execution.split(':').at(-1);
  if (starter?.status !== 'SUCCEEDED' || said.outcome !== 'taking-over' || said.execution !== name) return undefined;
  if (!isDeepStrictEqual(said.plan, plan)) return undefined;
  const record = fieldsIn(found?.status === 'SUCCEEDED' ? found.output : found?.cause);
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return record.moved === true ? { from: text(record.from), to: text(record.to) } : {};
}

function fieldsIn(json: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(json ?? 'null');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
