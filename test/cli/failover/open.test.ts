/** Finding the deployment: each way in which it cannot be found names what to do. */
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { VERBS } from '../../../shared/domain/messages/command-line.ts';
import { anAppliance } from '../../support/appliances.ts';
import { atTheCommandLine } from '../../support/command-line.ts';
import { awsError, mockedClients } from '../../support/mocked-clients.ts';

describe('the deployment', () => {
  test('that does not exist is reported with stage, Region and fix', () =>
    atTheCommandLine({}, async ({ run }) => {
      const { code, complaints, changes } = await run('pause', 'sophos', '--for', '1h', '--stage', 'prod');
      expect({ code, changes }).toEqual({ code: 1, changes: [] });
      expect(complaints).toMatch(
        /stage "prod" is not deployed in ap-northeast-1 of this account \(these are: dev\): .*--region/,
      );
    }));

  test.each([
    [
      'CredentialsProviderError',
      /no AWS credentials to use \(CredentialsProviderError: message of .*\); log in, or .*--profile/,
    ],
    [
      'ExpiredTokenException',
      /does not accept these credentials \(ExpiredTokenException: message of .*\); log in again/,
    ],
    ['AccessDeniedException', /AWS refused \(AccessDeniedException: message of AccessDeniedException\)/],
    ['ThrottlingException', /listing the state machines: ThrottlingException/],
  ])('that cannot be looked for because of %s', async (name, why) => {
    const { clients, sfn } = mockedClients();
    sfn.on(ListStateMachinesCommand).rejects(awsError(name));
    await atTheCommandLine({ door: { clients: () => clients } }, async ({ run }) => {
      const { code, complaints } = await run('history');
      expect(code).toBe(1);
      expect(complaints).toMatch(/^cannot look for stage "dev" in ap-northeast-1: /);
      expect(complaints).toMatch(why);
    });
  });

  test('is not looked for with a profile that does not exist', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      const before = simulation.world.calls.length;
      const { code, complaints } = await run('status', '--profile', 'admi');
      expect(code).toBe(1);
      expect(complaints).toBe(
        'no AWS profile "admi" is configured; did you mean "admin"? (there are: admin, on call)\n',
      );
      expect(simulation.world.calls).toHaveLength(before);
    }));

  test('without a Region is not guessed', () => {
    const configuration = () => ({ appliances: [anAppliance()] });
    return atTheCommandLine({ door: { configuration } }, async ({ run }) => {
      const { code, complaints } = await run('status');
      expect({ code, complaints }).toEqual({
        code: 1,
        complaints: expect.stringMatching(/no Region is known: .*--region/),
      });
    });
  });

  test('is read in the Region of --region, even if the configuration names another', () => {
    const asked: string[] = [];
    const { clients, sfn } = mockedClients();
    sfn.on(ListStateMachinesCommand).resolves({ stateMachines: [] });
    const door = {
      clients: ({ region }: { region: string }) => {
        asked.push(region);
        return clients;
      },
    };
    return atTheCommandLine({ door }, async ({ run }) => {
      await run('status', '--region', 'eu-west-1');
      expect(asked).toEqual(['eu-west-1']);
    });
  });
});

const WHY = ['--reason', 'why'];

describe('the appliance', () => {
  test.each(['pause', 'resume', 'rehearse', 'switchover', 'failover', 'follow', 'ownership', 'status'])(
    'that is not configured: %s',
    (command) =>
      atTheCommandLine({}, async ({ run }) => {
        const more: Record<string, string[]> = { pause: ['--for', '1h'], switchover: WHY, failover: WHY };
        const { code, complaints, changes } = await run(command, 'sophso', ...(more[command] ?? []));
        expect({ code, changes }).toEqual({ code: 1, changes: [] });
        expect(complaints).toBe('no appliance "sophso" is configured; did you mean "sophos"? (there are: sophos)\n');
      }),
  );
});

test('a mistake on the command line ends with 2, before anything is asked', () =>
  atTheCommandLine({}, async ({ run, simulation }) => {
    const before = simulation.world.calls.length;
    const { code, out, complaints } = await run('pause', 'sophos');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(complaints).toContain('a pause needs an end');
    expect(simulation.world.calls).toHaveLength(before);
  }));

test.each([
  ['resume sophos', { npm_config_stage: 'prod' }, '--stage', '--stage prod'],
  ['ownership sophos --stage prod', { npm_config_take: 'true' }, '--take', '--take'],
])('an option that npm kept for itself is missed, with %s', (line, environment, flag, example) =>
  atTheCommandLine({ door: { environment } }, async ({ run, simulation }) => {
    const before = simulation.world.calls.length;
    const { code, complaints } = await run(...line.split(' '));
    expect(code).toBe(2);
    expect(complaints).toBe(
      `npm took ${flag} for an option of its own; options come after --: npm run failover -- COMMAND ${example}\n`,
    );
    expect(simulation.world.calls).toHaveLength(before);
  }),
);

test('an option that npm knows as well, and the command was given, is the one of the command', () =>
  atTheCommandLine({ door: { environment: { npm_config_stage: 'prod' } } }, async ({ run }) => {
    expect((await run('status', '--stage', 'dev')).code).toBe(0);
  }));

test('help is given without an account', () =>
  atTheCommandLine({ door: { configuration: () => ({ appliances: [] }) } }, async ({ run }) => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const command of VERBS) expect(out).toContain(command);
  }));
