/** Tells of one execution that began or ended: which of our machines it is of, and what it said. */
import { readExecution } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { failoverMachineArnOf, prepareMachineArnOf } from '../../domain/arns.ts';
import { messageOf, RefusedError } from '../../domain/errors.ts';
import { inTime } from '../pace/in-time.ts';
import { poll } from '../pace/poll.ts';
import type { StatusChange } from './notify-input.ts';
import { tellFailover } from './tell-failover.ts';
import { tellRotation } from './tell-rotation.ts';
import { tellTakeover } from './tell-takeover.ts';

/** @throws RefusedError when the machine is none of this deployment's. */
export async function tellExecution(change: StatusChange, deps: Deps): Promise<string[]> {
  const { takeoverMachineArn } = deps.deployment;
  switch (change.machineArn) {
    case takeoverMachineArn:
      return tellTakeover(await completed(change, deps), deps);
    case failoverMachineArnOf(deps.deployment):
      return change.status === 'RUNNING' ? [] : tellFailover(await completed(change, deps), deps);
    case takeoverMachineArn.replace(/takeover$/, 'rotation'):
      return change.status === 'RUNNING' ? [] : tellRotation(await completed(change, deps), deps);
    // An early launch moves nothing: what it leaves behind is the sweep's to report.
    case prepareMachineArnOf(deps.deployment):
      return [];
    default:
      throw new RefusedError(
        `${change.machineArn} is no machine of stage ${deps.deployment.stage}, so no operator is notified`,
      );
  }
}

/** DescribeExecution is eventually consistent, and an event may arrive before it knows of the end. */
const VISIBLE = { seconds: 5, everyMs: 500 };

/** With what the event left out. What cannot be read stays out: half a message is better than none. */
async function completed(change: StatusChange, { clients, clock, log }: Deps): Promise<StatusChange> {
  const { input, output, cause, status } = change;
  const said = status === 'SUCCEEDED' ? output : status === 'FAILED' ? cause : '';
  if (input !== undefined && said !== undefined) return change;
  try {
    const reading = poll(clock, VISIBLE, async () => {
      const read = await readExecution(clients, change.arn);
      return read?.status === status ? read : undefined;
    });
    const words = await inTime(clock, VISIBLE.seconds, reading);
    if (!words) return change;
    const known = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    return { ...change, ...words, ...known };
  } catch (failure) {
    log({ level: 'warn', execution: change.arn, unreadable: messageOf(failure) });
    return change;
  }
}
