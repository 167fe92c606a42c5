/** `start`: the front door as a person, followed to the end of what it starts. */
import { describe, expect, test } from '@jest/globals';
import { truthOf } from '../../../simulator/watch/truth.ts';
import { anAppliance } from '../../support/appliances.ts';
import { atTheCommandLine } from '../../support/command-line.ts';

const REASON = ['--reason', 'it drops packets'];

describe('start', () => {
  test('fails over, tells each state on the way, and says from where to where', () =>
    atTheCommandLine({}, async ({ run, simulation, holder }) => {
      const { code, out } = await run('start', 'sophos', ...REASON);
      const { address } = truthOf(simulation.world, anAppliance()).traffic;
      expect(code).toBe(0);
      expect(address.instanceId).not.toBe(holder);
      for (const state of ['Assess', 'Claim', 'LaunchReplacement', 'MoveTraffic', 'CloseTakeover']) {
        expect(out).toMatch(new RegExp(`^ +[\\d.]+ s  \\S+  ${state}$`, 'm'));
      }
      expect(out).toContain(`taken over by takeover-sophos-g1: ${holder} → ${address.instanceId}`);
      expect(out).toMatch(/the image was [\d.]+ hours old/);
    }));

  test('tells each state once, however often it looks', () =>
    atTheCommandLine({}, async ({ run }) => {
      const { out } = await run('start', 'sophos', ...REASON);
      expect(out.match(/ {2}Claim$/gm)).toHaveLength(1);
    }));

  test('says who asked and why, in the execution itself', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      await run('start', 'sophos', '--mode', 'rehearse', ...REASON);
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
      const { code, out } = await run('start', 'sophos', '--mode', 'rehearse', ...REASON);
      expect(code).toBe(0);
      expect(out).toMatch(/rehearsed: it would be generation 1/);
      expect(out).toContain('nothing was changed');
      expect(truthOf(simulation.world, anAppliance()).traffic.address.instanceId).toBe(holder);
    }));

  test('of an address that is another stack’s is held, and ends with 1', () =>
    atTheCommandLine({}, async ({ run, tag }) => {
      tag({ 'failover:owner': 'failover-prod' });
      const { code, out } = await run('start', 'sophos', ...REASON);
      expect(code).toBe(1);
      expect(out).toMatch(/held \(not-owner\): .*failover-prod/);
    }));

  test('that fails says what failed, and where to read on', () =>
    atTheCommandLine(
      { appliances: [anAppliance({ image: 'no-such-image-any-more' })] },
      async ({ run, simulation }) => {
        for (const image of simulation.world.ec2.images.keys()) simulation.world.ec2.images.delete(image);
        const { code, out } = await run('start', 'sophos', ...REASON);
        expect(code).toBe(1);
        expect(out).toMatch(/person-sophos-id-1 failed: FAILED: RefusedError: image: none of the 0 available images/);
        expect(out).toContain('docs/operate/takeover-failed.md');
      },
    ));

  test('a takeover that died without a record is said to have been aborted', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      simulation.stepFunctions.crashes.push({
        ...{ machine: 'failover-dev-takeover', state: 'StopFailed', when: 'before', as: 'ABORTED' },
      });
      const { code, out } = await run('start', 'sophos', ...REASON);
      expect(code).toBe(1);
      expect(out).toMatch(/takeover-sophos-g1 failed: ABORTED/);
    }));

  test('as JSON it is the record and nothing else', () =>
    atTheCommandLine({}, async ({ run, holder }) => {
      const answer = JSON.parse((await run('start', 'sophos', ...REASON, '--json')).out);
      expect(answer).toMatchObject({ outcome: 'taken-over', execution: 'takeover-sophos-g1', said: { from: holder } });
    }));
});

test('afterwards status remembers it', () =>
  atTheCommandLine({}, async ({ run, holder }) => {
    await run('start', 'sophos', ...REASON);
    expect((await run('status')).out).toMatch(
      new RegExp(`takeover +generation 1 succeeded at .*: ${holder} → i-\\w+, answered`),
    );
  }));
