/** What DNS answers for the references while a zone is lost. */
import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../simulator/account/faults/fault.ts';
import { switchOff, switchOn } from '../../../simulator/account/faults/switch.ts';
import { DROPPED_SECONDS, isDead, nameHosts } from '../../../simulator/account/names.ts';
import { serves } from '../../../simulator/account/observe.ts';
import { simulatedProber } from '../../../simulator/account/prober.ts';
import { inAccount } from '../../support/simulated-account.ts';

const HOSTS = ['ec2.ap-northeast-1.amazonaws.com', 'sts.ap-northeast-1.amazonaws.com', 'www.example.com'];
const [EC2 = '', STS = '', OWN = ''] = HOSTS;

const lost = (silences?: Record<string, number>): Fault => ({
  ...{ kind: 'zone-lost', zone: 'ap-northeast-1a' },
  ...(silences && { silences }),
});

const named = <T>(seed: number, story: Parameters<typeof inAccount<T>>[1]): Promise<T> =>
  inAccount({ seed }, (told) => {
    nameHosts(told.world, HOSTS);
    return story(told);
  });

describe('the names', () => {
  test('answer for as long as no zone is lost', () =>
    named(1, async ({ world }) => {
      expect(HOSTS.filter((host) => isDead(world, host))).toEqual([]);
    }));

  test('of the silenced references are dead for as many seconds as the scenario says, and no longer', () =>
    named(1, async ({ world }) => {
      switchOn(world, lost({ ec2: 60, 'www.example.com': 30 }));
      const dead = () => HOSTS.filter((host) => isDead(world, host));
      expect(dead()).toEqual([EC2, OWN]);
      await world.clock.sleep(30_000);
      expect(dead()).toEqual([EC2]);
      await world.clock.sleep(30_000);
      expect(dead()).toEqual([]);
    }));

  test('are well again when the power returns', () =>
    named(1, async ({ world }) => {
      switchOn(world, lost({ ec2: 60 }));
      switchOff(world, lost({ ec2: 60 }));
      expect(isDead(world, EC2)).toBe(false);
    }));

  test('of which the scenario names one that no prober asks are an error of the scenario', () =>
    named(1, async ({ world }) => {
      expect(() => switchOn(world, lost({ s3: 60 }))).toThrow('no reference is called s3');
    }));

  test('are dead by chance, one time in as many as there are zones, for at most 90 s', async () => {
    let dead = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      await named(seed, async ({ world }) => {
        switchOn(world, lost());
        dead += HOSTS.filter((host) => isDead(world, host)).length;
        await world.clock.sleep(DROPPED_SECONDS.max * 1000);
        expect(HOSTS.filter((host) => isDead(world, host))).toEqual([]);
      });
    }
    const zones = await named(1, async ({ world }) => {
      const subnets = [...world.ec2.subnets.values()].flatMap(({ truth }) => truth ?? []);
      return new Set(subnets.map(({ zone }) => zone)).size;
    });
    expect(dead / (200 * HOSTS.length)).toBeGreaterThan(1 / zones - 0.06);
    expect(dead / (200 * HOSTS.length)).toBeLessThan(1 / zones + 0.06);
  });

  test('hold a connection until its time-out, even when DNS drops the dead address meanwhile', () =>
    named(1, async ({ world }) => {
      switchOn(world, lost({ sts: 1 }));
      const prober = simulatedProber({ world, serves, connectMs: { min: 20, max: 20 } });
      const target = { protocol: 'tcp' as const, host: STS, port: 443, path: '/', timeoutMs: 2_000 };
      const fromMs = world.clock.nowMs();
      expect(await prober.probe(target)).toMatchObject({ answered: false });
      expect(world.clock.nowMs() - fromMs).toBe(2_000);
      expect(await prober.probe(target)).toMatchObject({ answered: true });
    }));
});
