/** `status`: everything at a glance, and "unknown" where nothing could be read. */
import { describe, expect, test } from '@jest/globals';
import { probeFingerprint, writeProbation } from '../../../shared/domain/probing/probation.ts';
import { switchOn } from '../../../simulator/account/faults/switch.ts';
import { clientsFor } from '../../../simulator/stories/shared-clients.ts';
import { takeImage } from '../../support/account-images.ts';
import { anAppliance } from '../../support/appliances.ts';
import { atTheCommandLine } from '../../support/command-line.ts';
import { giveAddress } from '../../support/console-hands.ts';
import { awsError, mockedClients } from '../../support/mocked-clients.ts';
import { putProbeAlarm } from '../../support/probe-word.ts';

/** The line of that label, without it. */
const line = (out: string, label: string): string => new RegExp(`^ +${label} {2,}(.*)$`, 'm').exec(out)?.[1] ?? '';

const PROVEN = '2026-11-20T00:05:00.000Z';

describe('an appliance', () => {
  test('that is well says who it is, and changes nothing', () =>
    atTheCommandLine({}, async ({ run, tag, holder, allocationId, simulation }) => {
      const proven = writeProbation(probeFingerprint(anAppliance()), { stands: 'proven', since: PROVEN });
      putProbeAlarm(simulation, proven);
      tag({ 'failover:generation': '3' });
      const { code, out, changes } = await run('status');
      expect({ code, changes }).toEqual({ code: 0, changes: [] });
      expect(out).toMatch(/^sophos \(mode auto\)\n/);
      expect(line(out, 'address')).toBe(`203.0.113.10 (${allocationId}), of failover-dev`);
      expect(line(out, 'active')).toBe(`${holder}, running in ap-northeast-1a, status checks ok`);
      expect(line(out, 'paused')).toBe('no');
      expect(line(out, 'probe')).toBe(`has a vote: proven since ${PROVEN}`);
      expect(line(out, 'generation')).toBe('3');
      expect(line(out, 'status alarm')).toBe('there is none');
      expect(line(out, 'takeover')).toBe('none yet');
      expect(line(out, 'outage')).toMatch(
        /^cold, 23 s and a boot, and at least 196 s for 8\.42 USD a month: 23 s until the early launch, .* which no proof has measured yet; /,
      );
    }));

  test('says which outage to expect once a proof has measured it', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      const measured = { 'failover:launch-seconds': '15', 'failover:booted-seconds': '116' };
      const at = '2026-11-14T03:20:00.000Z';
      const ours = { 'failover:appliance': 'sophos', 'failover:owner': 'failover-dev', 'failover:image': 'good' };
      const imageId = takeImage(simulation, {
        tags: { Name: 'sophos', ...ours, ...measured, 'failover:proven-at': at },
        ageHours: 24,
      });
      const outage = line((await run('status')).out, 'outage');
      expect(outage).toMatch(/^cold, at most about 196 s for 8\.42 USD a month: 23 s until the early launch, /);
      expect(outage).toMatch(/131 s of launch and boot until both of EC2's checks passed \(an upper bound: /);
      expect(outage).toContain(`, as measured on 2026-11-14 of ${imageId}`);
    }));

  test('that is paused says until when and why', () =>
    atTheCommandLine({}, async ({ run }) => {
      await run('pause', 'sophos', '--for', '1h', '--reason', 'firmware');
      expect(line((await run('status')).out, 'paused')).toMatch(/^until 20.*: firmware$/);
    }));

  test.each([
    ['christmas', /^held by a tag that says "christmas", which is not a valid time/],
    ['2020-01-01T00:00:00.000Z', /^no; the pause until 2020.* is over$/],
  ])('whose pause says "%s"', (value, text) =>
    atTheCommandLine({}, async ({ run, tag }) => {
      tag({ 'failover:paused-until': value });
      expect(line((await run('status')).out, 'paused')).toMatch(text);
    }),
  );

  test('that is not associated shows who held it last', () =>
    atTheCommandLine({}, async ({ run, simulation, allocationId, holder }) => {
      giveAddress(simulation.world, { allocationId, networkInterfaceId: undefined });
      const text = line((await run('status')).out, 'active');
      expect(text).toMatch(new RegExp(`^${holder} held it last; the address is attached to nothing, running`));
    }));

  test('whose tag names another instance says so', () =>
    atTheCommandLine({}, async ({ run, tag, holder }) => {
      tag({ 'failover:active-instance': 'i-0abc' });
      const text = line((await run('status')).out, 'active');
      expect(text).toMatch(new RegExp(`^${holder}, running.*; the tag still names i-0abc$`));
    }));

  test('of another stack, and without an owner yet', async () => {
    await atTheCommandLine({}, async ({ run, tag }) => {
      tag({ 'failover:owner': 'failover-prod' });
      expect(line((await run('status')).out, 'address')).toMatch(/of failover-prod, which is another stack$/);
    });
    await atTheCommandLine({ owned: false }, async ({ run }) => {
      expect(line((await run('status')).out, 'address')).toMatch(/not adopted yet$/);
    });
  });

  test('in a zone that is dark is unknown, and not gone', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      switchOn(simulation.world, { kind: 'zone-lost', zone: 'ap-northeast-1a' });
      await simulation.clock.sleep(1_000);
      expect(line((await run('status')).out, 'active')).toMatch(/^i-\w+, unknown: /);
    }));
});

test('what cannot be read is unknown with the reason, and the rest is shown', () =>
  atTheCommandLine({}, async ({ run, simulation }) => {
    simulation.inject({ kind: 'deny', action: 'DescribeAlarms' });
    const { code, out } = await run('status');
    expect(code).toBe(1);
    expect(line(out, 'alarms')).toMatch(/^unknown: reading the alarms: /);
    expect(line(out, 'paused')).toBe('no');
  }));

test('while Step Functions is down the rest is shown, and how to take over without it', () => {
  const mocked = mockedClients();
  mocked.sfn.onAnyCommand().rejects(awsError('ServiceUnavailable', 503));
  const clients = ({ region }: { region: string }) => ({ ...clientsFor(region), sfn: mocked.clients.sfn });
  return atTheCommandLine({ door: { clients } }, async ({ run, holder }) => {
    const { code, out, complaints } = await run('status');
    expect({ code, complaints }).toEqual({ code: 1, complaints: '' });
    expect(line(out, 'takeover')).toMatch(/^unknown: .*ServiceUnavailable/);
    expect(line(out, 'active')).toContain(`${holder}, running`);
    expect(out).toMatch(/^Step Functions did not answer: no takeover begins\. .*docs\/operate\/by-hand\.md/m);
    expect(out).toMatch(/npm run failover -- plan sophos --shell --stage dev\n$/);
  });
});

describe('the configuration', () => {
  const [CHANGED, OTHER] = [
    anAppliance({ cooldownMinutes: 45, probe: { ...anAppliance().probe, port: 8443 } }),
    anAppliance({ name: 'vpn', instance: 'vpn', floatingIp: '203.0.113.20' }),
  ];

  test('that is deployed as the file says it', () =>
    atTheCommandLine({}, async ({ run }) => {
      expect(line((await run('status')).out, 'configuration')).toBe('what is deployed is what the file says');
    }));

  test('that differs is shown setting by setting', () => {
    const configuration = () => ({ region: 'ap-northeast-1', appliances: [CHANGED] });
    return atTheCommandLine({ door: { configuration } }, async ({ run }) => {
      const { code, out } = await run('status');
      expect(code).toBe(0);
      expect(line(out, 'configuration')).toMatch(/^what is deployed differs from the file: deploy, or name the file/);
      expect(out).toMatch(/^ +probe\.port is 443 there, and 8443 in the file$/m);
      expect(out).toMatch(/^ +cooldownMinutes is 30 there, and 45 in the file$/m);
      expect(out.match(/ in the file$/gm)).toHaveLength(2);
    });
  });

  test('with an appliance that only one of the two has', () => {
    const configuration = () => ({ region: 'ap-northeast-1', appliances: [OTHER] });
    return atTheCommandLine({ door: { configuration } }, async ({ run }) => {
      const { out } = await run('status');
      expect(line(out, 'configuration')).toMatch(/^this appliance is in the file and not deployed/);
      expect(out).toMatch(/\n\ndeployed, and not in the file: sophos\n$/);
    });
  });

  test('that cannot be read is unknown, and the rest is shown', () =>
    atTheCommandLine({}, async ({ run, simulation }) => {
      simulation.inject({ kind: 'deny', action: 'Invoke' });
      const { code, out } = await run('status');
      expect(code).toBe(1);
      expect(line(out, 'configuration')).toMatch(/^unknown: asking failover-dev-check-readiness: /);
      expect(line(out, 'paused')).toBe('no');
    }));
});

test('an appliance whose address cannot be read ends with 1', () =>
  atTheCommandLine(
    { appliances: [anAppliance(), anAppliance({ name: 'vpn', instance: 'vpn', floatingIp: 'eipalloc-0f' })] },
    async ({ run, simulation }) => {
      simulation.world.ec2.addresses.delete('eipalloc-0f');
      const { code, out } = await run('status', 'vpn');
      expect(code).toBe(1);
      expect(line(out, 'address')).toMatch(/^unknown: floatingIp: 0 addresses with allocation-id eipalloc-0f/);
      expect((await run('status')).out).toMatch(/sophos \(mode auto\)[\s\S]*\n\nvpn \(mode auto\)/);
    },
  ));

test('as JSON it is one document with the same facts', () =>
  atTheCommandLine({}, async ({ run, holder }) => {
    const [status] = JSON.parse((await run('status', '--json')).out);
    expect(status).toMatchObject({
      appliance: 'sophos',
      address: { read: { ours: true, holder: { instanceId: holder } } },
    });
  }));
