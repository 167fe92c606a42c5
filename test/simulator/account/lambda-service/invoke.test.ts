/** A function that calls another one through Lambda's API. */
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { callers } from '../../../../simulator/account/caller.ts';
import { clientsFor } from '../../../../simulator/stories/shared-clients.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { inAccount } from '../../../support/step-stage.ts';

const invoking = ({ world }: Simulation, FunctionName: string, payload: unknown) =>
  callers.run({ name: 'person', dead: false, world }, () =>
    clientsFor(world.region).lambda.send(
      new InvokeCommand({ FunctionName, Payload: new TextEncoder().encode(JSON.stringify(payload)) }),
    ),
  );

const wordsOf = (payload: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(payload));

describe('a function that is invoked', () => {
  test('answers when it has come to its end, cold start and all', () =>
    inAccount({}, async (simulation) => {
      const beganMs = simulation.clock.nowMs();
      const question = { check: true, appliance: 'sophos' };
      const { StatusCode, FunctionError, Payload } = await invoking(simulation, 'failover-dev-claim', question);
      expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: undefined });
      const { check } = wordsOf(Payload) as { check: { call: string; verdict: string }[] };
      expect(check).toContainEqual({ call: 'ec2:CreateTags on the address', verdict: 'allowed', detail: '' });
      expect(simulation.clock.nowMs() - beganMs).toBeGreaterThan(600);
    }));

  test('and fails answers too, with status 200 and its error', () =>
    inAccount({}, async (simulation) => {
      const { StatusCode, FunctionError, Payload } = await invoking(simulation, 'failover-dev-claim', {});
      expect({ StatusCode, FunctionError }).toEqual({ StatusCode: 200, FunctionError: 'Unhandled' });
      expect(wordsOf(Payload)).toMatchObject({ errorType: 'RefusedError' });
    }));

  test('and does not exist is not found', () =>
    inAccount({}, async (simulation) =>
      expect(invoking(simulation, 'failover-dev-nobody', {})).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
      }),
    ));
});
