/** The SDK's actions on executions, with the input and output shapes of @aws-sdk/client-sfn. */

import { NotSimulatedError, onlyKnows, refusal } from '../aws-error.ts';
import { callers } from '../caller.ts';
import { STRANGER } from '../stranger.ts';
import { find } from './book.ts';
import { readVersion } from './consistency.ts';
import { latest } from './execution.ts';
import { getExecutionHistory } from './history.ts';
import type { Actions, Input, Service } from './service.ts';
import { description, listItem } from './views.ts';

const optional = (value: unknown): string | undefined => (value === undefined ? undefined : String(value));

function validInput(input: unknown): string {
  const text = optional(input) ?? '{}';
  try {
    JSON.parse(text);
    return text;
  } catch {
    throw refusal('InvalidExecutionInput', {
      message: `Invalid State Machine Execution Input: '${text.slice(0, 80)}'`,
    });
  }
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const LOGGED = /^[0-9A-Za-z_-]*$/;

/** A name that is taken and never logged is a bug of the function of ours that chose it. */
const isOurs = (): boolean => {
  const caller = callers.getStore()?.name;
  return caller !== undefined && caller !== STRANGER;
};

function validName(name: unknown): string | undefined {
  const text = optional(name);
  if (text !== undefined && isOurs() && !LOGGED.test(text)) {
    throw new NotSimulatedError(`Step Functions would take the name "${text}", and CloudWatch Logs would not log it`);
  }
  if (text === undefined || /^[A-Za-z0-9_.-]{1,80}$/.test(text)) return text;
  throw refusal('InvalidName', { message: `Invalid Name: '${text}'` });
}

const only = (input: Input, ...known: string[]): void =>
  onlyKnows(input, { what: 'the Step Functions parameter', known });

function listExecutions(service: Service, input: Input): Record<string, unknown> {
  only(input, 'stateMachineArn', 'statusFilter', 'maxResults', 'nextToken');
  const arn = service.machineArn(String(input.stateMachineArn));
  const offset = Number(input.nextToken ?? 0);
  const size = Number(input.maxResults ?? 100) || 100;
  const visible = service.book.executions
    .filter(({ machineArn }) => machineArn === arn)
    .map((execution) => ({ execution, version: readVersion(execution, service.nowMs(), service.staleness) }))
    .flatMap(({ execution, version }) => (version ? [listItem(execution, version)] : []))
    .filter(({ status }) => input.statusFilter === undefined || status === input.statusFilter)
    .reverse();
  const nextToken = offset + size < visible.length ? String(offset + size) : undefined;
  return { executions: visible.slice(offset, offset + size), nextToken };
}

function describeExecution(service: Service, input: Input): Record<string, unknown> {
  only(input, 'executionArn', 'includedData');
  const arn = String(input.executionArn);
  const execution = find(service.book, arn);
  const version = readVersion(execution, service.nowMs(), service.staleness);
  if (!version) throw refusal('ExecutionDoesNotExist', { message: `Execution Does Not Exist: '${arn}'` });
  return description(execution, version);
}

function listStateMachines(service: Service, input: Input): Record<string, unknown> {
  only(input, 'maxResults', 'nextToken');
  const machines = [...service.machineArns()].map(([name, stateMachineArn]) => ({
    ...{ stateMachineArn, name, type: 'STANDARD', creationDate: new Date(0) },
  }));
  const offset = Number(input.nextToken ?? 0);
  const size = Number(input.maxResults ?? 100) || 100;
  const nextToken = offset + size < machines.length ? String(offset + size) : undefined;
  return { stateMachines: machines.slice(offset, offset + size), nextToken };
}

function redriveExecution(service: Service, input: Input): Record<string, unknown> {
  only(input, 'executionArn', 'clientToken');
  const execution = find(service.book, input.executionArn);
  if (!['FAILED', 'ABORTED', 'TIMED_OUT'].includes(execution.status)) {
    throw refusal('ExecutionNotRedrivable', { message: `Execution is ${execution.status} and cannot be redriven` });
  }
  service.redrive(execution);
  return { redriveDate: new Date(service.nowMs()) };
}

export const actionsOf = (service: Service): Actions => ({
  StartExecution: (input) => {
    only(input, 'stateMachineArn', 'name', 'input', 'traceHeader');
    const { execution } = service.start({
      machine: String(input.stateMachineArn),
      name: validName(input.name),
      input: validInput(input.input),
    });
    return { executionArn: execution.arn, startDate: new Date(execution.startedAtMs) };
  },
  DescribeExecution: (input) => describeExecution(service, input),
  ListExecutions: (input) => listExecutions(service, input),
  ListStateMachines: (input) => listStateMachines(service, input),
  GetExecutionHistory: (input) => getExecutionHistory(service, input),
  StopExecution: (input) => {
    only(input, 'executionArn', 'error', 'cause');
    const execution = find(service.book, input.executionArn);
    service.stop(execution, { error: optional(input.error), cause: optional(input.cause) });
    return { stopDate: new Date(latest(execution).stoppedAtMs ?? service.nowMs()) };
  },
  RedriveExecution: (input) => redriveExecution(service, input),
});
