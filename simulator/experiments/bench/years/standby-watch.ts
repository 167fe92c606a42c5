/**
 * How long no standby is ready in a year, and who is to blame. After a takeover used it, or the world or a person took it, a new one
 * is built; of what we do by ourselves nothing may leave the appliance without one while the old one is ready.
 */
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue } from '../../../account/consistency.ts';
import { readyStates } from '../../../checks/rules/standby.ts';
import { count, type Stage } from './stage.ts';

/**
 * A takeover makes it its replacement. One of tier `stopped` that comes to rest, and has none beside it, is neither running nor
 * stopped for a minute: then a takeover launches. The others are no functions of ours.
 */
const EXCUSED: Record<string, string> = {
  'launch-replacement': 'a takeover used it',
  'settle-standby': 'the only one came to rest',
  ...{ world: 'the world took it', person: 'a person took it', stranger: 'a stranger took it' },
};

type StandbyWatch = {
  /** The violations so far. */
  faults: string[];
  /** At the end of a night: counts it, and says whether one is ready. */
  endNight(): void;
};

export function watchStandby({ simulation, appliance, tally }: Stage): StandbyWatch | undefined {
  const { world, clock } = simulation;
  const { tier } = appliance.standby;
  if (tier === 'cold') return undefined;
  const states = readyStates(tier);
  const isReady = (): boolean =>
    allTrue(world.ec2.instances).some(({ tags, state }) => tags[TAG.role] === 'standby' && states.includes(state));
  const faults: string[] = [];
  let ready = isReady();
  let without: { sinceMs: number; because: string } | undefined;
  world.onChange(({ by, what }) => {
    const is = isReady();
    if (is === ready) return;
    ready = is;
    if (is) {
      if (without)
        count(tally, 'seconds without', without.because, Math.round((clock.nowMs() - without.sinceMs) / 1000));
      without = undefined;
      return;
    }
    const because = EXCUSED[by] ?? `${by} ended it`;
    without = { sinceMs: clock.nowMs(), because };
    count(tally, 'standby', because);
    if (!(by in EXCUSED))
      faults.push(`${new Date(clock.nowMs()).toISOString()} S20: ${by} left no standby ready (${what})`);
  });
  return {
    faults,
    endNight: () => count(tally, 'night', ready ? 'with a standby' : `without one: ${without?.because ?? 'none yet'}`),
  };
}
