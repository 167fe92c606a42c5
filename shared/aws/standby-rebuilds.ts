/** Rotations that build a standby: which there were, by their names, and starting one. */
import { ListExecutionsCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import {
  applianceOfRotation,
  isNameOfDuty,
  type StandbyDuty,
  standbyDutyNameOf,
} from '../domain/images/rotation-name.ts';
import { codeOf, sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Sfn = Pick<Clients, 'sfn'>;

type RotationsNow = {
  /** Any rotation of the appliance. */
  isRunning: boolean;
  /** When each of those for this duty began. */
  attemptsStartedAt: string[];
};

/** A name that a person has chosen may be that of any appliance, and a running one of those is waited for. */
export async function readRotationsNow(
  { sfn }: Sfn,
  { machineArn, appliance, since, duty }: { machineArn: string; appliance: string; since: string; duty: StandbyDuty },
): Promise<RotationsNow> {
  const { executions = [] } = await sending('listing the rotations', () =>
    sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: 1000 })),
  );
  const own = executions.filter(({ name = '' }) => (applianceOfRotation(name) ?? appliance) === appliance);
  return {
    isRunning: own.some(({ status }) => status === 'RUNNING' || status === 'PENDING_REDRIVE'),
    attemptsStartedAt: own
      .filter(({ name = '' }) => isNameOfDuty(duty, name))
      .flatMap(({ startDate }) => startDate?.toISOString() ?? [])
      .filter((startedAt) => startedAt > since),
  };
}

type Rebuild = {
  machineArn: string;
  appliance: string;
  reason: string;
  now: string;
  standby: StandbyDuty;
};

/** One for each minute, so that a sweep that is repeated starts it once. */
export async function startRebuild(
  { sfn }: Sfn,
  { machineArn, appliance, reason, now, standby }: Rebuild,
): Promise<string> {
  const name = standbyDutyNameOf(standby, appliance, now);
  const input = JSON.stringify({ appliance, requestedBy: 'sweep', reason, standby });
  await sending(`starting ${name}`, async () => {
    try {
      await sfn.send(new StartExecutionCommand({ stateMachineArn: machineArn, name, input }));
    } catch (cause) {
      if (codeOf(cause) !== 'ExecutionAlreadyExists') throw cause;
    }
  });
  return name;
}
