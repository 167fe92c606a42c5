/** `rotate`: a person takes an image now, and follows it to its end. */
import { expect, test } from '@jest/globals';
import { atTheCommandLine } from '../../support/command-line.ts';

const WHY = ['--reason', 'after the firmware update'];

test('starts the rotation machine with what was asked, and never the failover machine', () =>
  atTheCommandLine({}, async ({ run, simulation }) => {
    const { out, changes } = await run('rotate', 'sophos', '--prove', '--now', ...WHY);
    const [rotation, ...others] = simulation.stepFunctions.executions;
    expect({ name: rotation?.name, others }).toEqual({ name: 'rotation-sophos_person-id-1', others: [] });
    expect(JSON.parse(rotation?.input ?? '')).toEqual({
      ...{ appliance: 'sophos', prove: true, force: true, requestedBy: 'ada on the command line' },
      reason: 'after the firmware update',
    });
    expect(changes).toEqual(['StartExecution']);
    expect(out).toMatch(/rotation-sophos_person-id-1/);
  }));

test('of an address that belongs to another stack does not rotate, and ends with 3', () =>
  atTheCommandLine({}, async ({ run, tag }) => {
    tag({ 'failover:owner': 'failover-prod' });
    const held = await run('rotate', 'sophos', ...WHY);
    expect(held.code).toBe(3);
    expect(held.out).toMatch(/failover-prod/);
  }));

test('needs a reason', () =>
  atTheCommandLine({}, async ({ run }) => {
    expect(await run('rotate', 'sophos')).toMatchObject({
      code: 2,
      complaints: expect.stringMatching(/rotate needs a reason/),
    });
  }));
