/** Removes what will not be read again, so that the last night of a year costs no more than the first. */
import { isClosed, latest } from '../../../account/sfn/execution.ts';
import { count, type Stage } from './stage.ts';

const DAY_MS = 86_400_000;

/** Step Functions forgets an execution this long after it ended, and no function reads the history of one so old. */
const EXECUTION_KEPT_MS = 90 * DAY_MS;
const HISTORY_KEPT_MS = 2 * DAY_MS;

/** What a fault shows as, so that one sees that it did; every other answer is part of the product's own day. */
const COUNTED = [
  'TimeoutError',
  'RequestLimitExceeded',
  'ThrottlingException',
  'UnauthorizedOperation',
  'InternalError',
];

/** @throws Error when a call was sent that the simulator does not know: it would prove nothing. */
function forgetCalls({ simulation: { world, lambda }, tally }: Stage): void {
  for (const { service, action, caller, error } of world.calls) {
    if (error === 'NotSimulatedError') throw new Error(`not simulated: ${service}.${action} by ${caller}`);
    if (error && COUNTED.includes(error)) count(tally, 'call', error);
  }
  for (const { outcome } of lambda.invocations) if (outcome === 'died') count(tally, 'call', 'a Lambda died of it');
  count(tally, 'call', 'sent', world.calls.length);
  for (const list of [world.calls, world.changes, world.publications, lambda.log, lambda.invocations]) list.length = 0;
}

/** Between two nights, when none of what is forgotten is still being written. */
export function forget(stage: Stage): void {
  const { stepFunctions, clock, watch, byItself } = stage.simulation;
  forgetCalls(stage);
  byItself.functions.undone.length = 0;
  stepFunctions.forgetEndedBefore(clock.nowMs() - EXECUTION_KEPT_MS);
  for (const execution of stepFunctions.executions.filter(isClosed)) {
    if ((latest(execution).stoppedAtMs ?? 0) < clock.nowMs() - HISTORY_KEPT_MS) execution.events.length = 0;
  }
  if (stepFunctions.executions.every(isClosed)) watch.deeds.clear();
}
