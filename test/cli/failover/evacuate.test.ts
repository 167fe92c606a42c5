/** `evacuate`: what serves in the zone leaves it, what does not is named with its reason, and the zone is avoided for a day. */
import { describe, expect, test } from '@jest/globals';
import type { Door } from '../../../cli/failover/open.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { truth } from '../../../simulator/account/consistency.ts';
import { truthOf } from '../../../simulator/checks/watch/truth.ts';
import { everybodyMayVote, fleetOf } from '../../../simulator/experiments/bench/zone-of-appliances.ts';
import { adoptLongAgo } from '../../../simulator/stories/adopted.ts';
import { type Simulation, simulate } from '../../../simulator/stories/simulation.ts';
import { aConfiguration } from '../../support/appliances.ts';
import { commandLineOf, personWho } from '../../support/command-line.ts';
import { tag } from '../../support/console-hands.ts';

const ZONE = 'ap-northeast-1a';
const EVACUATE = ['evacuate', ZONE, '--reason', 'errors in the zone'];

type Fleet = {
  simulation: Simulation;
  run: ReturnType<typeof commandLineOf>;
  zones(): string[];
  tagsOf(appliance: number): Record<string, string>;
  allocationIdOf(appliance: number): string;
};

/** Three appliances, adopted and proven, all in one zone. */
function onFleet(story: (fleet: Fleet) => Promise<void>, door: Partial<Door> = {}): Promise<void> {
  const configuration = fleetOf(aConfiguration(), 3);
  const account = { pageSize: 1000, bootSeconds: { min: 40, max: 70 } };
  return simulate({ configuration, seed: 3, automatic: true, account }, async (simulation) => {
    for (let rounds = 0; rounds < 5 && !everybodyMayVote(simulation); rounds++) await adoptLongAgo(simulation);
    let ids = 0;
    const { world } = simulation;
    const addressOf = (appliance: number) => {
      const one = configuration.appliances[appliance];
      if (!one) throw new Error(`there is no appliance ${appliance}`);
      return truthOf(world, one).traffic.address;
    };
    await story({
      simulation,
      run: commandLineOf(simulation, { newId: () => `id-${++ids}`, ...door }),
      zones: () => [0, 1, 2].map((each) => truth(world.ec2.instances, addressOf(each).instanceId ?? '')?.zone ?? ''),
      tagsOf: (appliance) => addressOf(appliance).tags,
      allocationIdOf: (appliance) => addressOf(appliance).allocationId,
    });
    expect(simulation.watch.violations).toEqual([]);
  });
}

describe('evacuate', () => {
  test('moves each appliance out of the zone, says where to, and marks the zone for all of them', () =>
    onFleet(async ({ run, zones, tagsOf }) => {
      const { code, out } = await run(...EVACUATE, '--yes', '--first', 'vpn-3', '--at-once', '1');
      expect(out).toMatch(/^serving in ap-northeast-1a: 3 of 3$/m);
      expect(out).toMatch(/^nothing is launched in ap-northeast-1a until 2026-11-22T.* while another zone has room$/m);
      expect(out.search(/started: switchover person-vpn-3-/)).toBeLessThan(
        out.search(/started: switchover person-vpn-1-/),
      );
      expect(out.match(/ moved: i-\w+ → i-\w+ in ap-northeast-1[cd], outage \d+(\.\d+)? s$/gm)).toHaveLength(3);
      expect(out).toMatch(/^3 of 3 left ap-northeast-1a$/m);
      expect(code).toBe(0);
      expect(zones()).not.toContain(ZONE);
      expect(tagsOf(0)[TAG.avoidZones]).toMatch(/^ap-northeast-1a until 2026-11-22T/);
    }));

  test('names those that refuse, and a second run moves only what still serves there', () =>
    onFleet(async ({ simulation, run, zones, tagsOf, allocationIdOf }) => {
      const owner = tagsOf(1)[TAG.owner] ?? '';
      tag(simulation.world, allocationIdOf(1), { [TAG.owner]: 'failover-prod' });
      const first = await run(...EVACUATE, '--yes');
      expect(first.out).toMatch(/vpn-2: not known where it serves: its address \S+ belongs to failover-prod$/m);
      expect(first.out).toMatch(/^2 of 3 left ap-northeast-1a$/m);
      expect(first.out).toMatch(
        /to go on with those that still serve there: .* evacuate ap-northeast-1a --reason "WHY"/,
      );
      expect(first.code).toBe(1);
      tag(simulation.world, allocationIdOf(1), { [TAG.owner]: owner });
      const second = await run(...EVACUATE, '--yes');
      expect(second.out).toMatch(/^serving in ap-northeast-1a: 1 of 3; 2 in other zones$/m);
      expect(second.out.match(/started: /g)).toHaveLength(1);
      expect(second.code).toBe(0);
      expect(zones()).not.toContain(ZONE);
    }));

  test('changes nothing with --plan, without the question answered, and in a script without --yes', () =>
    onFleet(async ({ simulation, run, zones }) => {
      const plan = await run('evacuate', ZONE, '--plan');
      expect(plan.out.match(/ would move: i-\w+ → m5.large in ap-northeast-1[cd]$/gm)).toHaveLength(3);
      expect(plan.out).toMatch(/^nothing was changed$/m);
      expect(plan.code).toBe(0);
      const script = await run(...EVACUATE);
      expect(script).toMatchObject({ code: 3, changes: [] });
      const person = personWho('ap-northeast-1c');
      const wrong = await commandLineOf(simulation, { person })(...EVACUATE);
      expect(wrong).toMatchObject({ code: 3, changes: [] });
      expect(person.asked).toEqual(['Type the name of the zone to evacuate it now: ']);
      expect(new Set(zones())).toEqual(new Set([ZONE]));
    }));

  test('starts no more after Ctrl-C, and says which are left', () =>
    onFleet(
      async ({ run, zones }) => {
        const { code, out } = await run(...EVACUATE, '--yes', '--at-once', '1');
        expect(out).toMatch(/^no more are started; those that are started continue in AWS$/m);
        expect(out).toMatch(/^1 of 3 left ap-northeast-1a$/m);
        expect(out).toMatch(/vpn-3: not started: the evacuation was interrupted before$/m);
        expect(code).toBe(3);
        expect(zones().filter((zone) => zone === ZONE)).toHaveLength(2);
      },
      { person: { ...personWho(), interruption: () => ({ happened: Promise.resolve(), forget: () => undefined }) } },
    ));

  test('can be ended, and then the zone is used again', () =>
    onFleet(async ({ simulation, run, tagsOf, allocationIdOf }) => {
      const until = new Date(simulation.clock.nowMs() + 3_600_000).toISOString();
      tag(simulation.world, allocationIdOf(0), { [TAG.avoidZones]: `${ZONE} until ${until}` });
      const ended = await run('evacuate', ZONE, '--end');
      expect(ended.out).toBe(`${ZONE} is used again for vpn-1; nothing moves back automatically\n`);
      expect(tagsOf(0)[TAG.avoidZones]).toBeUndefined();
      expect((await run('evacuate', ZONE, '--end')).out).toBe(`${ZONE} was avoided for no appliance\n`);
    }));

  test('refuses a zone of another Region, and an appliance that is not configured', () =>
    onFleet(async ({ run }) => {
      expect((await run('evacuate', 'eu-west-1a', '--plan')).complaints).toContain(
        'eu-west-1a is no Availability Zone of ap-northeast-1',
      );
      expect(await run(...EVACUATE, '--first', 'vpn-9', '--yes')).toMatchObject({ changes: [] });
    }));
});
