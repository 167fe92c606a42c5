/** Which rotations of an appliance are at work, by the executions of their machine. */
import { paginateListExecutions } from '@aws-sdk/client-sfn';
import { applianceOfRotation } from '../domain/images/rotation-name.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { parsed, readExecution } from './executions.ts';

type RotationQuestion = { machineArn: string; appliance: string; executionId: string; startedAt: string };

/** So many strangers are looked at, the oldest first; the names of the rest would have to say whose they are. */
const LOOKED_AT_MAX = 20;

/** The name of one that was started before this one and has not ended; undefined when this is the oldest. */
export async function readOlderRotation(clients: Clients, question: RotationQuestion): Promise<string | undefined> {
  const older = (await listOlder(clients, question)).sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  const named = older.find(({ name }) => applianceOfRotation(name) === question.appliance);
  if (named) return named.name;
  for (const { arn, name } of older
    .filter((each) => applianceOfRotation(each.name) === undefined)
    .slice(0, LOOKED_AT_MAX)) {
    const found = await readExecution(clients, arn);
    if (found?.status === 'RUNNING' && applianceIn(found.input) === question.appliance) return name;
  }
  return undefined;
}

type Listed = { arn: string; name: string; startedAt: string };

async function listOlder(
  { sfn }: Clients,
  { machineArn, executionId, startedAt }: RotationQuestion,
): Promise<Listed[]> {
  return sending('listing the running rotations', async () => {
    const listed: Listed[] = [];
    const input = { stateMachineArn: machineArn, statusFilter: 'RUNNING' as const, maxResults: 1000 };
    for await (const { executions = [] } of paginateListExecutions({ client: sfn }, input)) {
      for (const { executionArn: arn = '', name = '', startDate } of executions) {
        listed.push({ arn, name, startedAt: startDate?.toISOString() ?? '' });
      }
    }
    // Of two that began in one instant, one has to be the older.
    const isOlder = (other: Listed): boolean =>
      other.startedAt < startedAt || (other.startedAt === startedAt && other.arn < executionId);
    return listed.filter((other) => other.arn !== executionId && isOlder(other));
  });
}

const applianceIn = (input: string | undefined): unknown => Object(parsed(input)).appliance;
