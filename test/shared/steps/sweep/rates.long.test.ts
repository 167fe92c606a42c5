/** Two hundred appliances in one account: what their first sweeps ask of EC2. */
import { expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue } from '../../../../simulator/account/consistency.ts';
import { simulate } from '../../../../simulator/stories/simulation.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { beyondHalf } from '../../../support/half-rates.ts';

const COUNT = 200;

const appliances = Array.from({ length: COUNT }, (_, index) => {
  const name = `vpn-${index}`;
  const floatingIp = `198.51.100.${index + 1}`;
  return anAppliance({ name, instance: name, image: name, floatingIp, vpnCidrs: [`10.100.${index}.0/24`] });
});

test('a sweep over two hundred appliances stays inside half of every rate of EC2, adoption included', () =>
  // As AWS has them: the short pages of other stories would make a fleet ask a hundred times as often.
  simulate(
    { configuration: { region: 'ap-northeast-1', appliances }, seed: 7, account: { pageSize: 1000 } },
    async ({ invoke, world, clock }) => {
      for (let minute = 0; minute < 6; minute++) {
        const before = world.calls.length;
        const startedMs = clock.nowMs();
        await invoke('sweep', {});
        expect(beyondHalf(world.calls.slice(before))).toEqual([]);
        await clock.sleep(60_000 - (clock.nowMs() - startedMs));
      }
      const adopted = allTrue(world.ec2.addresses).filter(({ tags }) => tags[TAG.activeInstance] !== undefined);
      expect(adopted.length).toBeGreaterThan(50);
      expect(beyondHalf(world.calls)).toEqual([]);
    },
  ));
