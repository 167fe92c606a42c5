/** The takeover executions of Step Functions: the lock, and the only memory of what earlier takeovers did. */
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import { executionArnOf } from '../domain/arns.ts';
import {
  applianceOfTakeover,
  type ExecutionStatus,
  executionNameOf,
  generationOf,
} from '../domain/decision/generation.ts';
import type { PastTakeover, TakeoverRecord } from '../domain/decision/history.ts';
import type { KnownExecution } from '../domain/decision/provenance.ts';
import type { TakeoverPlan } from '../domain/takeover/takeover-plan.ts';
import { listedPlan } from '../domain/traffic/stored-routes.ts';
import { sending, sendingUnless } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { onceSucceeded } from './ended.ts';

/** One generation of one appliance, at the machine that runs takeovers. */
export type Run = { takeoverMachineArn: string; appliance: string; generation: number };

export const arnOf = (run: Run): string =>
  executionArnOf({ machineArn: run.takeoverMachineArn, name: executionNameOf(run) });

/** What Step Functions answers for one that does not exist, or is not visible yet. */
export const UNKNOWN_EXECUTION = ['ExecutionDoesNotExist'];

const describe = ({ sfn }: Clients, executionArn: string): Promise<DescribeExecutionCommandOutput | undefined> =>
  sendingUnless(UNKNOWN_EXECUTION, `reading ${executionArn.split(':').at(-1)}`, () =>
    sfn.send(new DescribeExecutionCommand({ executionArn })),
  );

/** What an execution of any machine was given and said at its end, as far as this read shows it. */
type ExecutionWords = {
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

/** Undefined also for one that is not visible yet: DescribeExecution is eventually consistent. */
export const readKnownExecution = (clients: Clients, executionArn: string): Promise<KnownExecution | undefined> =>
  onceSucceeded(clients, executionArn, () => describeKnown(clients, executionArn));

async function describeKnown(clients: Clients, executionArn: string): Promise<KnownExecution | undefined> {
  const found = await describe(clients, executionArn);
  if (!found?.startDate) return undefined;
  const { status, startDate, stopDate, redriveCount = 0, input, output, cause } = found;
  return {
    arn: executionArn,
    status: status as ExecutionStatus,
    startedAt: startDate.toISOString(),
    stoppedAt: stopDate?.toISOString(),
    redriveCount,
    input: parsed(input),
    output: parsed(output),
    cause: parsed(cause),
  };
}

/** Undefined for what is no JSON: a cause may also be a sentence of AWS's. */
export function parsed(json: string | undefined): unknown {
  try {
    return json === undefined ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** The takeover of that generation, no matter which caller started it. */
export const readRun = (clients: Clients, run: Run): Promise<KnownExecution | undefined> =>
  readKnownExecution(clients, arnOf(run));

/** What a takeover was given and what it recorded at its end; documents of another shape are left out. */
export function pastTakeoverOf(
  { status, startedAt, stoppedAt, ...said }: KnownExecution,
  generation: number,
): PastTakeover {
  const ending = status === 'SUCCEEDED' ? said.output : said.cause;
  const plan = withKey<TakeoverPlan>(said.input, 'placements');
  return {
    ...{ generation, status, startedAt, stoppedAt },
    plan: plan && listedPlan(plan),
    record: withKey<TakeoverRecord>(ending, 'moved'),
  };
}

const withKey = <Shape>(value: unknown, key: keyof Shape): Shape | undefined =>
  typeof value === 'object' && value !== null && key in value ? (value as Shape) : undefined;

const LISTED_PAGES_MAX = 5;

type Listing = Omit<Run, 'generation'>;

/**
 * The generations that Step Functions lists, page by page, the newest of a page first. By their names alone: a name may be
 * taken by an execution that is not ours.
 */
export async function* listedGenerations(
  { sfn }: Clients,
  { takeoverMachineArn, appliance }: Listing,
): AsyncGenerator<number[]> {
  let nextToken: string | undefined;
  for (let page = 0; page < LISTED_PAGES_MAX; page++) {
    const input = { stateMachineArn: takeoverMachineArn, maxResults: 1000, ...(nextToken && { nextToken }) };
    const answer = await sending('listing takeovers', () => sfn.send(new ListExecutionsCommand(input)));
    const generations = (answer.executions ?? []).flatMap(({ name = '' }) => generationOf(name, appliance) ?? []);
    yield generations.sort((one, other) => other - one);
    nextToken = answer.nextToken;
    if (!nextToken) break;
  }
}

export type ListedTakeover = {
  generation: number;
  status: ExecutionStatus;
  stoppedAt?: string | undefined;
};

/**
 * The takeovers of each appliance among the latest thousand, the newest generation first, in one call. Who is not among
 * them has had none for a long time. Eventually consistent: one that has just begun may be missing. By their names alone:
 * whether one is ours is another question (`newestGenuine`).
 */
export async function listTakeovers(
  { sfn }: Clients,
  { takeoverMachineArn, appliances }: { takeoverMachineArn: string; appliances: string[] },
): Promise<Map<string, ListedTakeover[]>> {
  const { executions = [] } = await sending('listing takeovers', () =>
    sfn.send(new ListExecutionsCommand({ stateMachineArn: takeoverMachineArn, maxResults: 1000 })),
  );
  const listed = new Map<string, ListedTakeover[]>();
  for (const { name = '', status, stopDate } of executions) {
    const appliance = applianceOfTakeover(name);
    const generation = appliance && appliances.includes(appliance) ? generationOf(name, appliance) : undefined;
    if (!appliance || !generation) continue;
    const one = { generation, status: status as ExecutionStatus, stoppedAt: stopDate?.toISOString() };
    listed.set(appliance, [...(listed.get(appliance) ?? []), one]);
  }
  for (const each of listed.values()) each.sort((one, other) => other.generation - one.generation);
  return listed;
}

/** The newest executions of a machine, whichever names they have. Eventually consistent. */
export async function listExecutionArns(
  { sfn }: Clients,
  { machineArn, max }: { machineArn: string; max: number },
): Promise<string[]> {
  const { executions = [] } = await sending('listing executions', () =>
    sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: max })),
  );
  return executions.flatMap(({ executionArn }) => executionArn ?? []);
}
