/** What the three machines have done since an instant, newest first: as many as a person reads. */
import { listStartedSince, type PastExecution, readPastExecution } from '../../aws/past-execution.ts';
import type { Deps } from '../../deps.ts';
import { failoverMachineArnOf, rotationMachineArnOf } from '../../domain/arns.ts';
import { applianceOfTakeover } from '../../domain/decision/generation.ts';
import { applianceOfRotation } from '../../domain/images/rotation-name.ts';
import { atMost } from '../pace/at-most.ts';

export type Ran = { machine: 'takeover' | 'failover' | 'rotation'; execution: PastExecution };

/** `more` counts those that were not read. */
type History = { ran: Ran[]; more: number };

/** Each costs a request, and Step Functions answers about fifteen in a second. */
const READ_MAX = 60;
const AT_ONCE_MAX = 5;

type Asked = { appliance: string | undefined; since: string };

/** Whose it is, where its name says so. */
const ownerIn = (name: string): string | undefined => applianceOfTakeover(name) ?? applianceOfRotation(name);

export async function readHistory({ appliance, since }: Asked, deps: Deps): Promise<History> {
  const machines = {
    takeover: deps.deployment.takeoverMachineArn,
    failover: failoverMachineArnOf(deps.deployment),
    rotation: rotationMachineArnOf(deps.deployment),
  };
  const each = await Promise.all(
    (['takeover', 'failover', 'rotation'] as const).map(async (machine) => {
      const listed = await listStartedSince(deps.clients, { machineArn: machines[machine], since });
      const wanted = listed.filter(({ name }) => [undefined, ownerIn(name) ?? appliance].includes(appliance));
      const read = await atMost(AT_ONCE_MAX, wanted.slice(0, READ_MAX), ({ arn }) =>
        readPastExecution(deps.clients, arn),
      );
      const ran = read.flatMap((execution) => (execution ? [{ machine, execution }] : []));
      return { ran, more: Math.max(0, wanted.length - READ_MAX) };
    }),
  );
  const ran = each.flatMap((one) => one.ran);
  ran.sort((one, other) => other.execution.startedAt.localeCompare(one.execution.startedAt));
  return { ran, more: each.reduce((sum, one) => sum + one.more, 0) };
}
