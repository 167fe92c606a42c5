/** A run that a person starts: acknowledged, followed to its end, or left to AWS with the command that follows it again. */
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { switchOn } from '../../../simulator/account/faults/switch.ts';
import { truthOf } from '../../../simulator/checks/watch/truth.ts';
import { anAppliance } from '../../support/appliances.ts';
import { type AtTheCommandLine, atTheCommandLine, noPerson } from '../../support/command-line.ts';
import { awsError, mockedClients } from '../../support/mocked-clients.ts';

const REASON = ['--reason', 'it drops packets'];

const FAILOVER = ['failover', 'sophos', ...REASON];

/** It is down, and EC2 has not noticed yet. */
const goesDown = ({ simulation, holder }: AtTheCommandLine): void =>
  switchOn(simulation.world, { kind: 'service-dead', instanceId: holder });

describe('failover of a dead appliance', () => {
  test('shows each state on the way, and says from where to where', () =>
    atTheCommandLine({}, async (at) => {
      goesDown(at);
      const { run, simulation, holder } = at;
      const { code, out } = await run(...FAILOVER);
      const { address } = truthOf(simulation.world, anAppliance()).traffic;
      expect(code).toBe(0);
      expect(address.instanceId).not.toBe(holder);
      for (const state of ['Assess', 'Claim', 'LaunchReplacement', 'MoveTraffic', 'CloseTakeover']) {
        expect(out).toMatch(new RegExp(`^ +[\\d.]+ s  \\S+  ${state}$`, 'm'));
      }
      expect(out).toContain(`taken over by takeover-sophos-g1: ${holder} → ${address.instanceId}`);
      expect(out).toMatch(/the image was [\d.]+ hours old/);
    }));

  test('shows each state once, however often it looks', () =>
    atTheCommandLine({}, async (at) => {
      goesDown(at);
      const { out } = await at.run(...FAILOVER);
      expect(out.match(/ {2}Claim$/gm)).toHaveLength(1);
    }));

  test('says who asked and why, in the execution itself', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      await run('rehearse', 'sophos', ...REASON);
      const [execution] = simulation.stepFunctions.executions;
      expect(execution?.name).toBe('person-sophos-id-1');
      expect(JSON.parse(execution?.input ?? '')).toEqual({
        appliance: 'sophos',
        mode: 'rehearse',
        reason: 'it drops packets',
        requestedBy: 'ada on the command line',
      });
    }));

  test('rehearses without changing anything', () =>
    atTheCommandLine({}, async ({ run, simulation, holder }) => {
      const { code, out } = await run('rehearse', 'sophos');
      expect(code).toBe(0);
      expect(out).toMatch(/rehearsed: it would be generation 1/);
      expect(out).toContain('nothing was changed');
      expect(truthOf(simulation.world, anAppliance()).traffic.address.instanceId).toBe(holder);
    }));

  test('of an address that is another stack’s is held, and ends with 3', () =>
    atTheCommandLine({}, async ({ run, tag }) => {
      tag({ 'failover:owner': 'failover-prod' });
      const { code, out } = await run(...FAILOVER);
      expect(code).toBe(3);
      expect(out).toMatch(/held \(not-owner\): .*failover-prod/);
    }));

  test('that fails says what failed, and where to read on', () =>
    atTheCommandLine(
      { appliances: [anAppliance({ image: 'no-such-image-any-more' })] },
      async ({ run, simulation }) => {
        for (const image of simulation.world.ec2.images.keys()) simulation.world.ec2.images.delete(image);
        const { code, out } = await run('switchover', 'sophos', ...REASON);
        expect(code).toBe(1);
        expect(out).toMatch(/person-sophos-id-1 failed: FAILED: RefusedError: image: none of the 0 available images/);
        expect(out).toContain('docs/operate/takeover-failed.md');
      },
    ));

  test('a takeover that died without a record is said to have been aborted', () =>
    atTheCommandLine({}, async (at) => {
      goesDown(at);
      const { run, simulation } = at;
      simulation.stepFunctions.crashes.push({
        ...{ machine: 'failover-dev-takeover', state: 'StopFailed', when: 'before', as: 'ABORTED' },
      });
      const { code, out } = await run(...FAILOVER);
      expect(code).toBe(1);
      expect(out).toMatch(/takeover-sophos-g1 failed: ABORTED/);
    }));

  test('as JSON it is the record and nothing else', () =>
    atTheCommandLine({}, async (at) => {
      goesDown(at);
      const { run, holder } = at;
      const answer = JSON.parse((await run(...FAILOVER, '--json')).out);
      expect(answer).toMatchObject({ outcome: 'taken-over', execution: 'takeover-sophos-g1', said: { from: holder } });
    }));
});

test('afterwards status remembers it', () =>
  atTheCommandLine({}, async (at) => {
    goesDown(at);
    const { run, holder } = at;
    await run(...FAILOVER);
    expect((await run('status')).out).toMatch(
      new RegExp(`takeover +generation 1 succeeded at .*: ${holder} → i-\\w+, answered`),
    );
  }));

describe('a start', () => {
  const unanswered = (error: Error) => {
    const { clients, sfn } = mockedClients();
    sfn.onAnyCommand().resolves({
      stateMachines: [
        { name: 'failover-dev-takeover', stateMachineArn: 'arn:aws:states:r:1:stateMachine:failover-dev-takeover' },
      ],
    } as never);
    sfn.on(StartExecutionCommand).rejects(error);
    return { door: { clients: () => clients }, sfn };
  };

  test.each([
    ['TimeoutError', 0],
    ['InternalServerError', 500],
    ['ECONNRESET', 0],
  ])('that AWS does not acknowledge (%s) is not reported as started, and ends with 4', async (name, status) => {
    const { door } = unanswered(awsError(name, status));
    await atTheCommandLine({ door }, async ({ run }) => {
      const { code, out, complaints } = await run(...FAILOVER, '--stage', 'dev');
      expect({ code, complaints }).toEqual({ code: 4, complaints: '' });
      expect(out).not.toMatch(/is started/);
      expect(out).toMatch(
        /^AWS has not said whether it started person-sophos-id-1 .*; it may run\. To see it: npm run/,
      );
      expect(out).toMatch(/npm run failover -- follow sophos person-sophos-id-1 --stage dev\n$/);
    });
  });

  test.each([
    ['AccessDeniedException', 400, /not started: AWS refused \(AccessDeniedException: message of/],
    ['ExpiredTokenException', 400, /not started: AWS does not accept these credentials/],
    [
      'CredentialsProviderError',
      0,
      /not started: there are no AWS credentials to use \(Cred.*; log in, or name a profile/,
    ],
  ])('that is refused (%s) is said not to have happened, with the reason of the SDK', async (name, status, why) => {
    const { door } = unanswered(awsError(name, status));
    await atTheCommandLine({ door }, async ({ run }) => {
      const { code, out, complaints } = await run(...FAILOVER);
      expect({ code, out }).toEqual({ code: 1, out: '' });
      expect(complaints).toMatch(why);
    });
  });

  test('that a later attempt refuses may have been accepted at the first', async () => {
    const refused = Object.assign(awsError('ExpiredTokenException'), {
      $metadata: { httpStatusCode: 400, attempts: 2 },
    });
    await atTheCommandLine({ door: unanswered(refused).door }, async ({ run }) => {
      expect((await run(...FAILOVER)).code).toBe(4);
    });
  });
});

describe('a run that is no longer followed', () => {
  test('because of Ctrl-C continues: 4, and the command that follows it again', () => {
    let press = (): void => undefined;
    const happened = new Promise<void>((resolve) => {
      press = resolve;
    });
    const pressedOnce = [{ happened, forget: () => undefined }];
    const person = { ...noPerson, interruption: () => pressedOnce.pop() ?? noPerson.interruption() };
    return atTheCommandLine({ door: { person } }, async (at) => {
      goesDown(at);
      const pressed = at.simulation.clock.sleep(20_000).then(press);
      const { code, out } = await at.run(...FAILOVER, '--region', 'ap-northeast-1', '--profile', 'on call');
      await pressed;
      expect(code).toBe(4);
      expect(out).toContain(
        'is started in ap-northeast-1; to follow it again: npm run failover -- follow sophos person-',
      );
      expect(out).toMatch(
        /no longer followed \(interrupted\); takeover-sophos-g1 continues in AWS\. To follow it again: npm run failover -- follow sophos takeover-sophos-g1 --region ap-northeast-1 --profile "on call" --stage dev\n$/,
      );
      const [again] = /npm run failover -- .*\n$/.exec(out) ?? [];
      expect(again).toBeDefined();
      const followed = await at.run('follow', 'sophos', 'takeover-sophos-g1');
      expect(followed).toMatchObject({ code: 0, out: expect.stringMatching(/taken over by takeover-sophos-g1/) });
    });
  });

  test('because its credentials ended says so with the reason of the SDK', async () => {
    const { clients, sfn } = mockedClients();
    sfn.onAnyCommand().resolves({
      stateMachines: [
        { name: 'failover-dev-takeover', stateMachineArn: 'arn:aws:states:r:1:stateMachine:failover-dev-takeover' },
      ],
    } as never);
    sfn.on(DescribeExecutionCommand).rejects(awsError('ExpiredTokenException'));
    await atTheCommandLine({ door: { clients: () => clients } }, async ({ run }) => {
      const { code, out } = await run(...FAILOVER, '--json');
      expect(code).toBe(4);
      expect(JSON.parse(out)).toEqual({
        outcome: 'not-followed',
        execution: 'person-sophos-id-1',
        said: expect.stringMatching(/does not accept these credentials \(ExpiredTokenException: message of/),
        follow: 'npm run failover -- follow sophos person-sophos-id-1 --stage dev',
      });
    });
  });
});

describe('follow', () => {
  test('without a name follows the newest takeover', () =>
    atTheCommandLine({}, async (at) => {
      goesDown(at);
      await at.run(...FAILOVER);
      const { code, out } = await at.run('follow', 'sophos');
      expect(code).toBe(0);
      expect(out).toMatch(/taken over by takeover-sophos-g1/);
    }));

  test('of an appliance that was never taken over, and of a name that was never started, says so', () =>
    atTheCommandLine({}, async ({ run }) => {
      expect(await run('follow', 'sophos')).toMatchObject({
        code: 1,
        complaints: 'no takeover of sophos is known to stage dev: there is nothing to follow\n',
      });
      expect(await run('follow', 'sophos', 'person-sophos-x')).toMatchObject({
        code: 1,
        complaints: expect.stringMatching(
          /^there is no execution person-sophos-x: nothing was started under this name/,
        ),
      });
    }));
});
