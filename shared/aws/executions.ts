/** The takeover executions of Step Functions: the lock, and the only memory of what earlier takeovers did. */
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import { executionArnOf } from '../domain/arns.ts';
import { type ExecutionStatus, executionNameOf, generationOf, type SeenExecution } from '../domain/generation.ts';
import type { PastTakeover, TakeoverRecord } from '../domain/history.ts';
import type { TakeoverPlan } from '../domain/takeover-plan.ts';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

/** One generation of one appliance, at the machine that runs takeovers. */
export type Run = { takeoverMachineArn: string; appliance: string; generation: number };

const arnOf = (run: Run): string => executionArnOf({ machineArn: run.takeoverMachineArn, name: executionNameOf(run) });

async function describe({ sfn }: Clients, executionArn: string): Promise<DescribeExecutionCommandOutput | undefined> {
  try {
    return await sfn.send(new DescribeExecutionCommand({ executionArn }));
  } catch (cause) {
    if (codeOf(cause) === 'ExecutionDoesNotExist') return undefined;
    return sending(`reading ${executionArn.split(':').at(-1)}`, () => Promise.reject(cause));
  }
}

/** What an execution of any machine was given and said at its end, as far as this read shows it. */
export type ExecutionWords = {
  status: string;
  input?: string | undefined;
  output?: string | undefined;
  error?: string | undefined;
  cause?: string | undefined;
};

export async function readExecution(clients: Clients, executionArn: string): Promise<ExecutionWords | undefined> {
  const found = await describe(clients, executionArn);
  if (!found) return undefined;
  const { status = '', input, output, error, cause } = found;
  return { status, input, output, error, cause };
}

/** `absent` may also mean "not visible yet": DescribeExecution is eventually consistent. */
export async function seeExecution(clients: Clients, run: Run): Promise<SeenExecution> {
  const found = await describe(clients, arnOf(run));
  if (!found) return { status: 'absent' };
  return { status: found.status as ExecutionStatus, stoppedAt: found.stopDate?.toISOString() };
}

export async function readPastTakeover(clients: Clients, run: Run): Promise<PastTakeover | undefined> {
  const found = await describe(clients, arnOf(run));
  if (!found?.startDate) return undefined;
  const ending = found.status === 'SUCCEEDED' ? found.output : found.cause;
  return {
    generation: run.generation,
    status: found.status as ExecutionStatus,
    startedAt: found.startDate.toISOString(),
    stoppedAt: found.stopDate?.toISOString(),
    plan: withKey<TakeoverPlan>(found.input, 'placements'),
    record: withKey<TakeoverRecord>(ending, 'moved'),
  };
}

/** A JSON object that has the given key, or undefined for anything else: a cause may also be a sentence of AWS's. */
function withKey<Shape>(json: string | undefined, key: keyof Shape): Shape | undefined {
  try {
    const value: unknown = JSON.parse(json ?? 'null');
    return typeof value === 'object' && value !== null && key in value ? (value as Shape) : undefined;
  } catch {
    return undefined;
  }
}

const LISTED_PAGES_MAX = 5;

/** The newest generation that Step Functions lists, for an address whose tags were stripped; 0 when there is none. */
export async function newestListedGeneration(
  { sfn }: Clients,
  { takeoverMachineArn, appliance }: Omit<Run, 'generation'>,
): Promise<number> {
  let newest = 0;
  let nextToken: string | undefined;
  for (let page = 0; page < LISTED_PAGES_MAX; page++) {
    const input = { stateMachineArn: takeoverMachineArn, maxResults: 1000, ...(nextToken && { nextToken }) };
    const answer = await sending('listing takeovers', () => sfn.send(new ListExecutionsCommand(input)));
    const generations = (answer.executions ?? []).map(({ name = '' }) => generationOf(name, appliance) ?? 0);
    newest = Math.max(newest, ...generations);
    nextToken = answer.nextToken;
    // Step Functions lists the newest first, so the first page that names the appliance names its newest.
    if (newest > 0 || !nextToken) break;
  }
  return newest;
}

export type ListedTakeover = { generation: number; status: ExecutionStatus; stoppedAt?: string | undefined };

/**
 * The newest takeover of each appliance among the latest thousand, in one call. Who is not among them has had none for
 * a long time. Eventually consistent: one that has just begun may be missing.
 */
export async function readNewestTakeovers(
  { sfn }: Clients,
  { takeoverMachineArn, appliances }: { takeoverMachineArn: string; appliances: string[] },
): Promise<Map<string, ListedTakeover>> {
  const { executions = [] } = await sending('listing takeovers', () =>
    sfn.send(new ListExecutionsCommand({ stateMachineArn: takeoverMachineArn, maxResults: 1000 })),
  );
  const newest = new Map<string, ListedTakeover>();
  for (const { name = '', status, stopDate } of executions) {
    const appliance = /^takeover-(.+)-g\d+$/.exec(name)?.[1];
    const generation = appliance && appliances.includes(appliance) ? generationOf(name, appliance) : undefined;
    if (!appliance || !generation || generation <= (newest.get(appliance)?.generation ?? 0)) continue;
    newest.set(appliance, { generation, status: status as ExecutionStatus, stoppedAt: stopDate?.toISOString() });
  }
  return newest;
}
