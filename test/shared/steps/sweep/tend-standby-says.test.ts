/** What operators are notified of about a standby that is of no use, and when the next one is built. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { addressIn } from '../../../support/swept.ts';
import { dutiesStarted, onTended, standbysSeen, type Tended, useUp } from '../../../support/tended.ts';

const UNTIL = 'Until then a takeover launches from the newest image';

const dead = (why: string, next: string) => [{ kind: 'standby-dead', about: why, detail: `${why}; ${next}. ${UNTIL}` }];

const asked = (tended: Tended) => dutiesStarted(tended).map(({ input }) => input);

const stop = ({ simulation, standby }: Tended): void => alter(simulation.world, standby, { state: 'stopped' });

const minutesLater = ({ simulation }: Tended, minutes: number): Promise<void> =>
  simulation.clock.sleep(minutes * 60_000);

const endRotations = ({ simulation: { stepFunctions } }: Tended): void => {
  for (const execution of stepFunctions.executions.filter(({ name }) => name.includes('_standby-'))) {
    stepFunctions.stop(execution, {});
  }
};

const atMinute = ({ simulation }: Tended, minutes: number): string =>
  new Date(simulation.clock.nowMs() + minutes * 60_000).toISOString();

describe('a standby that does not run', () => {
  test('is said to be dead, and a new one is being built', () =>
    onTended('running', async (tended) => {
      stop(tended);
      const why = `${tended.standby} is stopped`;
      expect((await tended.tend()).conditions).toEqual(dead(why, 'a new one is being built'));
      expect(asked(tended)).toMatchObject([{ standby: 'rebuild', reason: why }]);
    }));

  test('is replaced by the rotation that runs, and by no second one', () =>
    onTended('running', async (tended) => {
      stop(tended);
      await tended.tend();
      await minutesLater(tended, 1);
      const { conditions, calls } = await tended.tend();
      expect(conditions).toEqual(dead(`${tended.standby} is stopped`, 'a new one is being built'));
      expect(calls).toEqual([]);
    }));

  test('is said to be replaced later, when the last attempt was a moment ago', () =>
    onTended('running', async (tended) => {
      stop(tended);
      await tended.tend();
      endRotations(tended);
      const [begun] = tended.simulation.stepFunctions.executions.filter(({ name }) => name.includes('_standby-'));
      const dueAt = new Date((begun?.startedAtMs ?? 0) + 5 * 60_000).toISOString();
      const { conditions, changes } = await tended.tend();
      expect(conditions).toEqual(dead(`${tended.standby} is stopped`, `a new one is built at ${dueAt}`));
      expect(changes).toEqual([]);
    }));

  test('is replaced again once the time is over', () =>
    onTended('running', async (tended) => {
      stop(tended);
      await tended.tend();
      endRotations(tended);
      await minutesLater(tended, 5);
      expect((await tended.tend()).calls).toEqual(['StartExecution']);
    }));

  test('is replaced after a pause, and not in it', () =>
    onTended('running', async (tended) => {
      stop(tended);
      const { simulation, standby } = tended;
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.pausedUntil]: atMinute(tended, 60) });
      const { conditions, calls } = await tended.tend();
      expect(conditions).toEqual(dead(`${standby} is stopped`, 'a new one is built after the pause'));
      expect(calls).toEqual([]);
    }));
});

test('a standby that is missing is said to be dead from the second attempt on', () =>
  onTended('running', async (tended) => {
    useUp(tended);
    await tended.tend();
    endRotations(tended);
    await minutesLater(tended, 5);
    expect((await tended.tend()).conditions).toEqual([]);
    endRotations(tended);
    await minutesLater(tended, 15);
    expect((await tended.tend()).conditions).toEqual(dead('no standby of sophos is there', 'a new one is being built'));
  }));

describe('a standby that runs is of no use', () => {
  test('when EC2 reports that it is impaired', () =>
    onTended('running', async ({ tend, standby }) => {
      const machines = new Map([[standby, { reading: 'described', state: 'running', status: 'impaired' } as const]]);
      const { conditions } = await tend({ seen: { ...standbysSeen(standby), machines } });
      expect(conditions).toEqual(dead(`EC2 reports that ${standby} is impaired`, 'a new one is being built'));
    }));

  test('in the zone of the active instance', () =>
    onTended('running', async (tended) => {
      const { active, standby, simulation, found } = tended;
      const zone = found(active)?.zone ?? '';
      alter(simulation.world, standby, { zone });
      const why = `${standby} is in ${zone}, as the active instance is`;
      expect((await tended.tend()).conditions).toEqual(dead(why, 'a new one is being built'));
    }));

  test('when it ought to be stopped, and a person has started it', () =>
    onTended('stopped', async (tended) => {
      const { standby, simulation } = tended;
      alter(simulation.world, standby, { launchedAtMs: simulation.clock.nowMs() + 600_000 });
      const why = `${standby} is running, and ought to be stopped`;
      expect((await tended.tend()).conditions).toEqual(dead(why, 'a new one is being built'));
    }));
});

test('one that ought to be stopped is no news while a rotation runs, which is about to stop it', () =>
  onTended('stopped', async (tended) => {
    const { standby, simulation } = tended;
    alter(simulation.world, standby, { launchedAtMs: simulation.clock.nowMs() + 600_000 });
    await tended.tend();
    expect((await tended.tend()).conditions).toEqual([]);
  }));

test('a standby of an older image is replaced, and that is no news', () =>
  onTended('running', async (tended) => {
    const { standby, simulation, found } = tended;
    const newest = found()?.imageId;
    alter(simulation.world, standby, { imageId: 'ami-older' });
    expect((await tended.tend()).conditions).toEqual([]);
    const reason = `${standby} was launched from ami-older, and ${newest} is newer`;
    expect(asked(tended)).toMatchObject([{ standby: 'rebuild', reason }]);
  }));

describe('a standby of an image that is older than it may be', () => {
  const within = ({ simulation }: Tended, maxAgeHours: number) => {
    const [appliance] = simulation.configuration.appliances;
    return { appliance: { ...(appliance && { standby: { ...appliance.standby, maxAgeHours } }) } };
  };

  test('is reported with its age', () =>
    onTended('running', async (tended) => {
      await minutesLater(tended, 180);
      const detail = `the image of the standby ${tended.standby} was taken 3 h ago, and standby.maxAgeHours is 2; no newer image is good`;
      expect((await tended.tend(within(tended, 2))).conditions).toEqual([
        { kind: 'standby-stale', about: tended.found()?.imageId, detail },
      ]);
    }));

  test('is no news when a newer image is good, of which the next one is built', () =>
    onTended('running', async (tended) => {
      await minutesLater(tended, 180);
      alter(tended.simulation.world, tended.standby, { imageId: 'ami-older' });
      expect((await tended.tend(within(tended, 2))).conditions).toEqual([]);
    }));

  test('is no news while it may be so old', () =>
    onTended('running', async (tended) => {
      await minutesLater(tended, 180);
      expect((await tended.tend(within(tended, 3))).conditions).toEqual([]);
    }));
});
