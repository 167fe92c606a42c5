/** Which image a standby is built of, when a rotation is asked for a standby and takes no image. */
import { describe, expect, test } from '@jest/globals';
import { readAddress } from '../../../../shared/aws/read-address.ts';
import type { Appliance } from '../../../../shared/domain/appliance.ts';
import { TransientError } from '../../../../shared/domain/errors.ts';
import type { RotationInput } from '../../../../shared/steps/rotation/input.ts';
import { readRebuild } from '../../../../shared/steps/rotation/rebuild.ts';
import { askedAppliance } from '../../../support/appliances.ts';
import { giveAddress } from '../../../support/console-hands.ts';
import { kept } from '../../../support/kept-stage.ts';
import { addressIn, onSwept } from '../../../support/swept.ts';
import { onTended, type Tended } from '../../../support/tended.ts';
import { withDeps } from '../../../support/with-deps.ts';

type Asked = { reason?: string; appliance?: Partial<Appliance> };

const rebuild = ({ simulation }: Pick<Tended, 'simulation'>, { reason, appliance: other }: Asked = {}) =>
  withDeps(simulation, async (deps) => {
    const [configured = askedAppliance()] = simulation.configuration.appliances;
    const address = await readAddress(deps.clients, addressIn(simulation).allocationId);
    const input = { asked: { requestedBy: 'ada', reason } } as RotationInput;
    return readRebuild({ input, appliance: { ...configured, ...other }, address }, deps);
  });

describe('a standby', () => {
  test('is built of the newest good image, proven and kept', () =>
    onTended('running', async (tended) => {
      const { active, found } = tended;
      expect(await rebuild(tended)).toEqual({
        ...{ outcome: 'go', active, prove: true, keep: true, why: 'ada asked for a standby' },
        ...{ imageName: 'sophos_20261120_0301' },
        rebuild: {
          imageId: found()?.imageId,
          name: 'sophos_20261120_0301',
          askedAt: expect.stringMatching(/^2026-11-21T03:11:/),
        },
      });
    }));

  test('is built for the reason that was given', () =>
    onTended('running', async (tended) => {
      expect(await rebuild(tended, { reason: 'no standby is there' })).toMatchObject({ why: 'no standby is there' });
    }));

  test('is built although no instance holds the address', () =>
    onTended('running', async (tended) => {
      const { allocationId } = addressIn(tended.simulation);
      giveAddress(tended.simulation.world, { allocationId, networkInterfaceId: undefined });
      expect(await rebuild(tended)).toMatchObject({ outcome: 'go', active: '' });
    }));

  test('is asked from inside its VPC where that is configured, with the images whose proofs have answered', () =>
    onTended('running', async (tended) => {
      const { probe } = askedAppliance();
      expect(await rebuild(tended, { appliance: { probe } })).toMatchObject({ answered: [] });
    }));
});

describe('no standby is built', () => {
  test('for a tier that has none', () =>
    onTended('running', async (tended) => {
      const [appliance = askedAppliance()] = tended.simulation.configuration.appliances;
      const standby = { ...appliance.standby, tier: 'cold' as const };
      expect(await rebuild(tended, { appliance: { standby } })).toEqual({
        ...{ because: 'no-standby', detail: 'standby.tier of sophos is cold' },
      });
    }));

  test('where no image is good, and it says which were looked at', () =>
    onTended('running', async (tended) => {
      expect(await rebuild(tended, { appliance: { image: 'another' } })).toEqual({
        because: 'no-standby',
        detail: 'image: none of the 0 available images of this account named "another" is good',
      });
    }));

  test('of an image that no rotation of ours made', () =>
    onSwept(kept(), async (simulation) => {
      expect(await rebuild({ simulation })).toEqual({
        ...{ because: 'no-standby', detail: 'no good image of sophos was made by a rotation of ours' },
      });
    }));

  test('while the images cannot be read, which is no answer', () =>
    onTended('running', async (tended) => {
      const busy = { action: 'DescribeImages', code: 'RequestLimitExceeded', status: 503, times: 99 };
      tended.simulation.inject({ kind: 'fail', ...busy });
      await expect(rebuild(tended)).rejects.toThrow(TransientError);
    }));
});
