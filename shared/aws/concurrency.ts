/** How many functions of the account may run at once in this Region. */
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { TransientError } from '../domain/errors.ts';
import { sending } from './classify-error.ts';
import type { ReadinessClients } from './readiness-clients.ts';

/** @throws TransientError when Lambda does not say. */
export async function readConcurrency({ lambda }: Pick<ReadinessClients, 'lambda'>): Promise<number> {
  const { AccountLimit } = await sending('reading the limits of Lambda', () =>
    lambda.send(new GetAccountSettingsCommand({})),
  );
  // What other functions have reserved is not for ours.
  const limit = AccountLimit?.UnreservedConcurrentExecutions ?? AccountLimit?.ConcurrentExecutions;
  if (limit === undefined) throw new TransientError('Lambda does not say how many functions may run at once');
  return limit;
}
