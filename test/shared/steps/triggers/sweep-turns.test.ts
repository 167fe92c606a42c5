/** Whose turn it is in a sweep over more appliances than one sweep can look at closely, and what a failed one leaves. */
import { expect, test } from '@jest/globals';
import { allTrue } from '../../../../simulator/account/consistency.ts';
import { type Simulation, simulate } from '../../../../simulator/stories/simulation.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { alter } from '../../../support/console-hands.ts';
import { inAccount, playIn } from '../../../support/step-stage.ts';

const NAMES = Array.from({ length: 12 }, (_, index) => `vpn-${index}`);

const onFleet = (story: (simulation: Simulation) => Promise<void>): Promise<void> => {
  const appliances = NAMES.map((name, index) => {
    const [floatingIp, vpnCidrs] = [`198.51.100.${index + 1}`, [`10.100.${index}.0/24`]];
    return anAppliance({ name, instance: name, image: name, floatingIp, vpnCidrs });
  });
  const consistency = { lagFactor: 0, flickers: false };
  const account = { pageSize: 1000, consistency };
  return simulate({ configuration: { region: 'ap-northeast-1', appliances }, seed: 7, account }, story);
};

/** Sweeps once in this minute, and says of whom the sweep changed anything. */
async function sweptIn({ invoke, clock }: Simulation): Promise<string[]> {
  const startedMs = clock.nowMs();
  const { appliances } = Object(await invoke('sweep', {}));
  await clock.sleep(60_000 - (clock.nowMs() - startedMs));
  return appliances.flatMap(({ appliance, changes }: { appliance: string; changes: string[] }) =>
    changes.some((change) => /launch template/.test(change)) ? [appliance] : [],
  );
}

test('appliances that are not adopted come first, and all are adopted within two minutes', () =>
  onFleet(async (simulation) => {
    const kept = () =>
      allTrue(simulation.world.ec2.launchTemplates).map(({ name }) => name.replace('failover-dev-', ''));
    // In this minute it would be the turn of the last two, and then of the first eight.
    await simulation.clock.sleep(60_000);
    await sweptIn(simulation);
    expect(kept().sort()).toEqual(NAMES.slice(0, 10).sort());
    await sweptIn(simulation);
    expect(kept().sort()).toEqual([...NAMES].sort());
  }));

test('of the adopted ten are looked at closely in a minute, and the others in the next', () =>
  onFleet(async (simulation) => {
    for (let minute = 0; minute < 6; minute++) await sweptIn(simulation);
    for (const { id } of allTrue(simulation.world.ec2.instances)) alter(simulation.world, id, { type: 'm5.xlarge' });
    const first = await sweptIn(simulation);
    expect(first).toHaveLength(10);
    expect(await sweptIn(simulation)).toEqual(NAMES.filter((name) => !first.includes(name)));
  }));

test('a sweep that cannot tell whether takeovers are running fails, having changed nothing', () =>
  inAccount({}, async (simulation) => {
    simulation.inject({ kind: 'deny', action: 'ListExecutions' });
    expect(await playIn(simulation, 'sweep', {})).toMatchObject({
      ...{ error: 'TransientError', changes: [] },
      why: 'whether takeovers are running is unknown, so nothing was swept',
    });
  }));

test('a sweep says in its log what it changed, and nothing when it changed nothing', () =>
  inAccount({}, async (simulation) => {
    const logged = async () => {
      const before = simulation.lambda.log.length;
      await simulation.invoke('sweep', {});
      return simulation.lambda.log.slice(before).flatMap(({ entry }) => ('appliance' in entry ? [entry] : []));
    };
    expect(await logged()).toMatchObject([{ level: 'info', appliance: 'sophos', changes: expect.any(Array) }]);
    await simulation.clock.sleep(60_000);
    expect(await logged()).toEqual([]);
  }));
