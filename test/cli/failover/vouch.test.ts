/** `vouch`: a person says which instance is the appliance, in an execution of the rotation machine. */
import { expect, test } from '@jest/globals';
import { atTheCommandLine } from '../../support/command-line.ts';

const WHY = ['--reason', 'restored from a backup'];

test('starts the rotation machine with the instance, and prints what the machine says', () =>
  atTheCommandLine({}, async ({ run, simulation, holder }) => {
    const { code, out } = await run('vouch', 'sophos', holder, ...WHY);
    const vouching = simulation.stepFunctions.executions.find(({ name }) => name === 'rotation-sophos_vouch-id-1');
    expect(JSON.parse(vouching?.input ?? '')).toEqual({
      ...{ appliance: 'sophos', vouch: holder, requestedBy: 'ada on the command line' },
      reason: 'restored from a backup',
    });
    expect(out).toMatch(
      /^vouched by rotation-sophos_vouch-id-1: ada on the command line vouched for i-\w+, which holds the/m,
    );
    expect(code).toBe(0);
    expect((await run('status')).out).toMatch(/^ +in the line: ada on the command line vouched for it/m);
  }));

test('of an instance that does not hold the address is held, and ends with 3', () =>
  atTheCommandLine({}, async ({ run }) => {
    const { code, out } = await run('vouch', 'sophos', 'i-0123456789abcdef0', ...WHY);
    expect(code).toBe(3);
    expect(out).toMatch(/^held \(vouch-refused\): /m);
  }));
