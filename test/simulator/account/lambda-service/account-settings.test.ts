/** Lambda's settings of the account. */
import { GetAccountSettingsCommand } from '@aws-sdk/client-lambda';
import { expect, test } from '@jest/globals';
import { clientsFor } from '../../../../simulator/stories/shared-clients.ts';
import { inAccount } from '../../../support/simulated-account.ts';

test('GetAccountSettings shows how many functions may run at once', () =>
  inAccount({}, async ({ world }) => {
    world.functions.concurrentExecutions = 10;
    const { AccountLimit } = await clientsFor(world.region).lambda.send(new GetAccountSettingsCommand({}));
    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 });
  }));
