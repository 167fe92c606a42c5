/** What executions of our rotation machine say: through the pointers on images, and through Step Functions' own list. */

import { DescribeExecutionCommand, ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { executionArnOf } from '../domain/arns.ts';
import { type Ledger, ledgerOf, type RotationRun } from '../domain/images/ledger.ts';
import { applianceOfRotation } from '../domain/images/rotation-name.ts';
import { sending, sendingUnless } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { parsed, UNKNOWN_EXECUTION } from './executions.ts';

type Sfn = Pick<Clients, 'sfn'>;

/** Undefined for what Step Functions does not know, and for what is not an execution of this machine. */
export async function readRotation(
  { sfn }: Sfn,
  { machineArn, execution }: { machineArn: string; execution: string },
): Promise<RotationRun | undefined> {
  if (!execution.startsWith(executionArnOf({ machineArn, name: '' }))) return undefined;
  const found = await sendingUnless(GONE_CODES, `reading ${execution.split(':').at(-1)}`, () =>
    sfn.send(new DescribeExecutionCommand({ executionArn: execution })),
  );
  if (!found) return undefined;
  return {
    execution,
    status: found.status ?? '',
    startedAt: found.startDate?.toISOString() ?? '',
    endedAt: found.stopDate?.toISOString(),
    input: parsed(found.input),
    output: parsed(found.output),
    cause: parsed(found.cause),
  };
}

/** A pointer is a tag, and anyone may have written what is no ARN. */
const GONE_CODES = [...UNKNOWN_EXECUTION, 'InvalidArn'];

/** Reads side by side: the newest few pointers nearly always hold the newest record, and strangers may add some. */
const WAVES = [3, 9];

type Pointed = { machineArn: string; appliance: string; pointers: string[] };

/**
 * The genuine records that these pointers lead to, the newest pointers first. Two waves of reads at most, however many
 * pointers there are.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function readPointedLedgers(
  clients: Sfn,
  { machineArn, appliance, pointers }: Pointed,
): Promise<Ledger[]> {
  const ours = executionArnOf({ machineArn, name: '' });
  const distinct = [...new Set(pointers)].filter((pointer) => pointer.startsWith(ours));
  let from = 0;
  for (const wave of WAVES) {
    const runs = await Promise.all(
      distinct.slice(from, from + wave).map((execution) => readRotation(clients, { machineArn, execution })),
    );
    const ledgers = runs.flatMap((run) => (run && ledgerOf(run, appliance)) ?? []);
    if (ledgers.length > 0) return ledgers;
    from += wave;
  }
  return [];
}

type Listing = { machineArn: string; appliance: string; readMax: number };

/** A name that a person has chosen may be that of any appliance. */
const isOf = (name: string, appliance: string): boolean => (applianceOfRotation(name) ?? appliance) === appliance;

/** The newest succeeded rotations of the appliance by Step Functions' own list. Not for the critical path. */
export async function listRotations({ sfn }: Sfn, { machineArn, appliance, readMax }: Listing): Promise<RotationRun[]> {
  const { executions = [] } = await sending('listing the rotations', () =>
    sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn, statusFilter: 'SUCCEEDED', maxResults: 1000 })),
  );
  const named = executions.filter(({ name = '' }) => isOf(name, appliance)).slice(0, readMax);
  const runs = await Promise.all(
    named.map(({ executionArn: execution = '' }) => readRotation({ sfn }, { machineArn, execution })),
  );
  return runs.flatMap((run) => run ?? []);
}

type RecentListing = Listing & { since: string };

/** Those of the appliance that began after `since` and ended on their own; `more` when there are more than are read. */
export async function listRecentRotations(
  { sfn }: Sfn,
  { machineArn, appliance, since, readMax }: RecentListing,
): Promise<{ runs: RotationRun[]; more: boolean }> {
  const list = async (statusFilter: 'SUCCEEDED' | 'FAILED') => {
    const { executions = [] } = await sending('listing the rotations', () =>
      sfn.send(new ListExecutionsCommand({ stateMachineArn: machineArn, statusFilter, maxResults: 1000 })),
    );
    return executions.filter(({ startDate }) => (startDate?.toISOString() ?? '') > since);
  };
  const listed = (await Promise.all([list('SUCCEEDED'), list('FAILED')])).flat();
  const recent = listed.filter(({ name = '' }) => isOf(name, appliance));
  const runs = await Promise.all(
    recent
      .slice(0, readMax)
      .map(({ executionArn: execution = '' }) => readRotation({ sfn }, { machineArn, execution })),
  );
  return { runs: runs.flatMap((run) => run ?? []), more: recent.length > readMax };
}
