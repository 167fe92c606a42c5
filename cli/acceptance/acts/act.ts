/** What an act is: a promise of the README, how it is tried, and what came of it. */
import { randomUUID } from 'node:crypto';
import { type EmulatedTraffic, lookAt } from '../../../shared/aws/lab/emulated-account.ts';
import { type Execution, isClosed, latest } from '../../../simulator/account/sfn/execution.ts';
import type { Appliance } from '../lot.ts';
import { documentOf, type Fields, fieldsOf } from '../moto.ts';
import { PLACE } from '../place.ts';
import type { Stage } from '../stage.ts';

export type Act = { name: string; promise: string; run(stage: Stage): Promise<Finding> };

/** `met` by what was found: `brief` for the table, and further sentences. */
export type Finding = { met: boolean; brief: string; details?: string[] };

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

const RUN_SECONDS_MAX = 600;

export async function ended(execution: Execution): Promise<Execution> {
  for (let tried = 0; tried < RUN_SECONDS_MAX * 4 && !isClosed(execution); tried++) await sleep(250);
  return execution;
}

export async function run({ stepFunctions, deployed }: Stage, id: string, input: object): Promise<Execution> {
  const machine = deployed.find((each) => each.id === id)?.found?.StateMachineArn;
  const { execution } = stepFunctions.start({ machine: String(machine), input: JSON.stringify(input) });
  return ended(execution);
}

export const PERSON = { requestedBy: 'acceptance', reason: 'acceptance' };

export function outputOf(execution: Execution): Fields {
  const { output, error, cause, status } = latest(execution);
  return output === undefined ? { status, error, cause } : fieldsOf(documentOf(output));
}

/** An event of a schedule, as EventBridge hands it to a function. */
export const scheduled = (): object => ({
  ...{
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    resources: [],
    detail: {},
  },
  ...{ account: PLACE.accountId, time: new Date().toISOString(), region: PLACE.region },
});

/** The takeover that this run of the `failover` machine started, to its end. */
export async function takeoverOf({ stepFunctions }: Stage, front: Execution): Promise<Fields> {
  const name = outputOf(await ended(front)).execution;
  const takeover = stepFunctions.executions.find((each) => each.name === name);
  return takeover ? { status: latest(await ended(takeover)).status, ...outputOf(takeover) } : outputOf(front);
}

export const instanceIn = ({ instances }: EmulatedTraffic, id: unknown) => instances.find((each) => each.id === id);

/** Meanwhile the service answers as soon as the address has moved, as if the replacement had booted by then. */
export async function answeringWhenMoved<T>(
  { clients }: Stage,
  { account, service }: Appliance,
  work: () => Promise<T>,
): Promise<T> {
  let over = false;
  const open = async (): Promise<void> => {
    while (!over) {
      const { holder } = await lookAt(clients, account);
      if (holder !== undefined && holder !== account.instanceId) return service.open();
      await sleep(500);
    }
  };
  const opening = open();
  try {
    return await work();
  } finally {
    over = true;
    await opening;
  }
}

/** Why a takeover came to nothing, in the words of its output. */
export const whyNot = (said: Fields): string =>
  ['status', 'outcome', 'because', 'detail', 'failure', 'error', 'cause']
    .flatMap((key) => (said[key] === undefined ? [] : [`${key}: ${said[key]}`]))
    .join(', ')
    .slice(0, 800);
