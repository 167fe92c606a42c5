/** What a person looks up by day: the history, the images, and whether a failover would succeed. None of it changes anything. */
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import type { ClientsAsked } from '../../../cli/failover/open.ts';
import { switchOn } from '../../../simulator/account/faults/switch.ts';
import { clientsFor } from '../../../simulator/stories/shared-clients.ts';
import { anAppliance } from '../../support/appliances.ts';
import { type AtTheCommandLine, atTheCommandLine } from '../../support/command-line.ts';
import { awsError } from '../../support/mocked-clients.ts';

const goesDown = ({ simulation, holder }: AtTheCommandLine): void =>
  switchOn(simulation.world, { kind: 'service-dead', instanceId: holder });

describe('history', () => {
  test('shows takeovers with outage and instances, and holds with their reason, the newest first', () =>
    atTheCommandLine({ door: { newId: ids() } }, async (at) => {
      const { run, holder } = at;
      await run('failover', 'sophos', '--reason', 'a test');
      goesDown(at);
      await run('failover', 'sophos', '--reason', 'it drops packets');
      const { code, out, changes } = await run('history', 'sophos');
      expect({ code, changes }).toEqual({ code: 0, changes: [] });
      expect(out).toMatch(new RegExp(`UTC  takeover  taken-over +[\\d.]+ s  ${holder} → i-\\w+\\n.*it drops packets`));
      expect(out).toMatch(/UTC {2}hold +held \(answers\)\n/);
      expect(out.indexOf('takeover')).toBeLessThan(out.indexOf('held (answers)'));
      expect(out).toContain('report: npm run failover -- report takeover-sophos-g1 --stage dev');
    }));

  test('without anything says since when', () =>
    atTheCommandLine({}, async ({ run }) => {
      expect((await run('history', '--since', '12h')).out).toMatch(
        /^nothing has happened since 2026-11-20 15:0\d:\d\d UTC\n/,
      );
    }));

  test('leaves out what began before', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      await run('failover', 'sophos', '--reason', 'a test');
      await simulation.clock.sleep(2 * 3_600_000);
      expect((await run('history', 'sophos', '--since', '1h')).out).toMatch(/^nothing has happened/);
      expect((await run('history', 'sophos', '--since', '3h')).out).toContain('held (answers)');
    }));

  test('shows no takeover of another appliance', () =>
    atTheCommandLine(
      {
        appliances: [
          anAppliance(),
          anAppliance({ name: 'vpn', floatingIp: '203.0.113.20', vpnCidrs: ['10.9.9.0/24'] }),
        ],
      },
      async (at) => {
        goesDown(at);
        await at.run('failover', 'sophos', '--reason', 'a test');
        expect((await at.run('history', 'vpn')).out).toMatch(/^nothing has happened/);
        expect((await at.run('history')).out).toMatch(/UTC {2}sophos {2}takeover/);
      },
    ));

  test('shows a rotation with its image', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      await simulation.invoke('sweep', {});
      const { execution } = simulation.stepFunctions.start({
        ...{ machine: 'failover-dev-rotation', name: 'rotation-sophos_1' },
        input: JSON.stringify({ appliance: 'sophos', requestedBy: 'ada', reason: 'now' }),
      });
      await simulation.ended(execution);
      await simulation.clock.sleep(60_000);
      expect((await run('history', 'sophos')).out).toMatch(/rotation {2}(rotated|held)/);
    }));

  test.each(['0d', '91d', '5', 'soon', '3w'])('--since %s is a mistake', (since) =>
    atTheCommandLine({}, async ({ run }) => {
      const { code, complaints } = await run('history', '--since', since);
      expect({ code, complaints }).toEqual({ code: 2, complaints: expect.stringMatching(/write such as 12h or 30d/) });
    }),
  );
});

function ids(): () => string {
  let last = 0;
  return () => {
    last += 1;
    return `id-${last}`;
  };
}

describe('images', () => {
  test('shows age, standing, proof and what the next rotation does with each, the newest first', () =>
    atTheCommandLine({}, async ({ run }) => {
      const { code, out, changes } = await run('images', 'sophos');
      expect({ code, changes }).toEqual({ code: 0, changes: [] });
      expect(out).toMatch(/^ +id +name +taken +age +standing +proven +boot +the next rotation\n/);
      const ages = [...out.matchAll(/ ([\d.]+) h +good/g)].map(([, age]) => Number(age));
      expect(ages.length).toBeGreaterThan(1);
      expect(ages).toEqual(ages.toSorted((one, other) => one - other));
      expect(out).toMatch(/keeps it: /);
    }));

  test('of an appliance without a good image ends with 3', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      for (const image of simulation.world.ec2.images.keys()) simulation.world.ec2.images.delete(image);
      expect(await run('images', 'sophos')).toMatchObject({
        ...{ code: 3, out: 'there is no good image: a takeover would be refused\n' },
      });
    }));
});

describe('readiness', () => {
  test('asks the deployment now, shows what is red before what is unknown, and where to read on', () =>
    atTheCommandLine({}, async ({ run, tag }) => {
      tag({ 'failover:paused-until': '2026-11-22T03:00:00.000Z' });
      const { code, out, changes } = await run('readiness', 'sophos');
      expect({ code, changes }).toEqual({ code: 3, changes: [] });
      expect(out).toMatch(/^sophos: not ready, \d+ of \d+ checks pass\n/);
      expect(out).toMatch(/RED +paused +/);
      const words = [...out.matchAll(/^ +(RED|unknown|not testable) /gm)].map(([, word]) => word);
      expect(words).toEqual([...words].sort((one = '', other = '') => ORDER.indexOf(one) - ORDER.indexOf(other)));
      expect(out).toMatch(/docs\/operate\/not-ready\.md\n$/);
    }));

  test('of several appliances shows each, and refuses a name that is not configured', () =>
    atTheCommandLine({ appliances: [anAppliance(), anAppliance({ name: 'vpn' })] }, async ({ run }) => {
      const { out } = await run('readiness', 'sophos', 'vpn');
      expect(out).toMatch(/^sophos: [\s\S]*^vpn: /m);
      expect((await run('readiness', 'sophos', 'vpm')).complaints).toMatch(/did you mean "vpn"/);
    }));

  test('that cannot be asked is unknown, with the reason, and ends with 1', () => {
    const lambda = { send: async () => Promise.reject(awsError('AccessDeniedException', 403)) };
    const clients = ({ region }: ClientsAsked) => ({
      ...clientsFor(region),
      lambda: lambda as unknown as LambdaClient,
    });
    return atTheCommandLine({ door: { clients } }, async ({ run }) => {
      const { code, out } = await run('readiness', 'sophos');
      expect({ code, out }).toEqual({ code: 1, out: expect.stringMatching(/^sophos: unknown: .*AccessDenied/) });
    });
  });
});

const ORDER = ['RED', 'unknown', 'not testable'];
