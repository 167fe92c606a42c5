/** `pause` and `resume`: what stands on the address afterwards, and what is refused without touching it. */
import { describe, expect, test } from '@jest/globals';
import { anAppliance } from '../../support/appliances.ts';
import { atTheCommandLine } from '../../support/command-line.ts';

const DAY_MS = 86_400_000;

describe('pause', () => {
  test('writes until when and why, and reads it back', () =>
    atTheCommandLine({}, async ({ run, tags, simulation }) => {
      const nowMs = Math.floor(simulation.clock.nowMs() / 1000) * 1000;
      const { code, out, changes } = await run('pause', 'sophos', '--for', '4h', '--reason', 'firmware update');
      const until = tags()['failover:paused-until'] ?? '';
      expect(Math.abs(Date.parse(until) - nowMs - 4 * 3_600_000)).toBeLessThan(10_000);
      expect(tags()['failover:paused-because']).toBe('firmware update');
      expect(code).toBe(0);
      expect(changes).toEqual(['CreateTags']);
      expect(out).toContain(`sophos (203.0.113.10) is paused until ${until}: firmware update\n`);
    }));

  test('until an instant of any zone is written in our own form', () =>
    atTheCommandLine({}, async ({ run, tags, simulation }) => {
      const until = new Date(simulation.clock.nowMs() + DAY_MS).toISOString();
      const elsewhere = `${new Date(Date.parse(until) + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`;
      expect((await run('pause', 'sophos', '--until', elsewhere)).code).toBe(0);
      expect(tags()['failover:paused-until']).toBe(until.replace(/\.\d+Z/, '.000Z'));
    }));

  test('takes the place of an earlier one, of whose reason nothing remains', () =>
    atTheCommandLine({}, async ({ run, tags }) => {
      await run('pause', 'sophos', '--for', '1h', '--reason', 'firmware update');
      const before = tags()['failover:paused-until'];
      const { out } = await run('pause', 'sophos', '--for', '2h');
      expect(out).toContain(`it was paused until ${before} before`);
      expect(tags()['failover:paused-because']).toBe('');
    }));

  test('waits until the change can be read by everybody', () =>
    atTheCommandLine({ consistency: { lagFactor: 4, flickers: false } }, async ({ run, simulation }) => {
      await simulation.clock.sleep(60_000);
      expect((await run('pause', 'sophos', '--for', '1h')).code).toBe(0);
      expect((await run('status', 'sophos')).out).toMatch(/paused +until 20/);
    }));

  test('fails when it cannot be read back, because it cannot be relied on then', () =>
    atTheCommandLine({ consistency: { lagFactor: 1_000, flickers: false } }, async ({ run }) => {
      const { code, complaints } = await run('pause', 'sophos', '--for', '1h');
      expect(code).toBe(1);
      expect(complaints).toMatch(/the pause of sophos was written, but cannot be read back after 15 s/);
    }));

  test.each([
    ['in the past', ['--until', '2020-01-01T00:00Z'], /cannot be paused until 2020.*that is over/],
    ['longer than a week', ['--for', '8d'], /7 days at most.*mode: observe/],
  ])('%s is refused, and nothing changes', (_, args, why) =>
    atTheCommandLine({}, async ({ run, tags }) => {
      const before = tags();
      const { code, complaints, changes } = await run('pause', 'sophos', ...args);
      expect({ code, changes, tags: tags() }).toEqual({ code: 3, changes: [], tags: before });
      expect(complaints).toMatch(why);
    }),
  );

  test('a week to the second is allowed', () =>
    atTheCommandLine({}, async ({ run }) => {
      expect((await run('pause', 'sophos', '--for', '7d')).code).toBe(0);
    }));

  test('an address of another stack is refused by name, and nothing changes', () =>
    atTheCommandLine({}, async ({ run, tag }) => {
      tag({ 'failover:owner': 'failover-prod' });
      const { code, complaints, changes } = await run('pause', 'sophos', '--for', '1h');
      expect({ code, changes }).toEqual({ code: 3, changes: [] });
      expect(complaints).toMatch(
        /203\.0\.113\.10 of sophos belongs to failover-prod, and this is failover-dev.*--stage/,
      );
    }));
});

describe('resume', () => {
  test('ends the pause and forgets its reason', () =>
    atTheCommandLine({}, async ({ run, tags }) => {
      await run('pause', 'sophos', '--for', '4h', '--reason', 'firmware update');
      const { code, out, changes } = await run('resume', 'sophos');
      expect({ code, changes }).toEqual({ code: 0, changes: ['DeleteTags'] });
      expect(out).toContain('sophos (203.0.113.10) is resumed (firmware update)');
      expect(tags()).not.toHaveProperty(['failover:paused-until']);
      expect(tags()).not.toHaveProperty(['failover:paused-because']);
    }));

  test('ends an unreadable pause, too', () =>
    atTheCommandLine({}, async ({ run, tag, tags }) => {
      tag({ 'failover:paused-until': 'christmas' });
      expect((await run('resume', 'sophos')).out).toContain('held before by a pause until "christmas"');
      expect(tags()).not.toHaveProperty(['failover:paused-until']);
    }));

  test('of an appliance that is not paused changes nothing', () =>
    atTheCommandLine({}, async ({ run }) => {
      const { code, out, changes } = await run('resume', 'sophos');
      expect({ code, out, changes }).toEqual({ code: 0, out: 'sophos (203.0.113.10) was not paused\n', changes: [] });
    }));

  test('leaves a pause that another caller has written meanwhile', () =>
    atTheCommandLine({}, async ({ run, tag, tags, simulation }) => {
      await run('pause', 'sophos', '--for', '1h');
      const later = new Date(simulation.clock.nowMs() + DAY_MS).toISOString();
      simulation.world.onChange(({ by }) => {
        if (by === 'person' && tags()['failover:paused-until'] === undefined) tag({ 'failover:paused-until': later });
      });
      const { code, complaints } = await run('resume', 'sophos');
      expect(code).toBe(3);
      expect(complaints).toContain(`paused anew meanwhile, until ${later}: it stays paused`);
    }));
});

describe('--all', () => {
  const two = { appliances: [anAppliance(), anAppliance({ name: 'vpn', floatingIp: '203.0.113.99' })] };

  test('pauses and resumes every appliance, with a line for each', () =>
    atTheCommandLine(two, async ({ run, tags }) => {
      const paused = await run('pause', '--all', '--for', '1h', '--reason', 'network work');
      expect(paused.out.match(/ is paused until \S+: network work$/gm)).toHaveLength(2);
      expect(paused.out).toMatch(/^done for all 2$/m);
      expect(paused.code).toBe(0);
      const resumed = await run('resume', '--all', '--json');
      expect(JSON.parse(resumed.out)).toMatchObject([{ appliance: 'sophos' }, { appliance: 'vpn' }]);
      expect(tags()['failover:paused-until']).toBeUndefined();
    }));

  test('goes on with the others when one is refused, and says which', () =>
    atTheCommandLine(two, async ({ run, tag }) => {
      tag({ 'failover:owner': 'failover-prod' });
      const { out, code } = await run('pause', '--all', '--for', '1h');
      expect(out).toMatch(/^sophos: NOT DONE: the address 203.0.113.10 of sophos belongs to failover-prod/m);
      expect(out).toMatch(/^vpn \(203.0.113.99\) is paused until /m);
      expect(out).toMatch(/^done for 1 of 2; the others are as they were$/m);
      expect(code).toBe(1);
    }));

  test('is never what a forgotten name means, and goes with no name', () =>
    atTheCommandLine({}, async ({ run }) => {
      const forgotten = await run('pause', '--for', '1h');
      expect(forgotten).toMatchObject({ code: 2, changes: [] });
      expect(forgotten.complaints).toContain('say which appliance, or --all for every one of the deployment');
      expect(await run('resume', 'sophos', '--all')).toMatchObject({ code: 2, changes: [] });
    }));
});
