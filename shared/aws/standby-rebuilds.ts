/** Rotations that build a standby: which there were, by their names, and starting one. */
import { ListExecutionsCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { applianceOfRotation, isRebuildName, rebuildNameOf } from '../domain/images/rotation-name.ts';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Sfn = Pick<Clients, 'sfn'>;

type RotationsNow = {
  /** Any rotation of the appliance. */
  isRunning: boolean;
  /** When each of those that were to build a standby began. */
  rebuildsStartedAt: string[];
};

/** A name that a person has chosen may be that of any appliance, and a running one of those is waited for. */
export async function readRotationsNow(
  { sfn }: Sfn,
  { machineArn, appliance, since }: { machineArn: string; appliance: string; since: string },
): Promise<RotationsNow> {
  const { executions = [] } = await sending('listing the rotations', () =>
    sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: 1000 })),
  );
  const own = executions.filter(({ name = '' }) => (applianceOfRotation(name) ?? appliance) === appliance);
  return {
    isRunning: own.some(({ status }) => status === 'RUNNING' || status === 'PENDING_REDRIVE'),
    rebuildsStartedAt: own
      .filter(({ name = '' }) => isRebuildName(name))
      .flatMap(({ startDate }) => startDate?.toISOString() ?? [])
      .filter((startedAt) => startedAt > since),
  };
}

type Rebuild = { machineArn: string; appliance: string; reason: string; now: string };

/** One for each minute, so that a sweep that is repeated starts it once. */
export async function startRebuild({ sfn }: Sfn, { machineArn, appliance, reason, now }: Rebuild): Promise<string> {
  const name = rebuildNameOf(appliance, now);
  const input = JSON.stringify({ appliance, requestedBy: 'sweep', reason, standby: 'rebuild' });
  await sending(`starting ${name}`, async () => {
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input }));
    } catch (cause) {
      if (codeOf(cause) !== 'ExecutionAlreadyExists') throw cause;
    }
  });
  return name;
}
