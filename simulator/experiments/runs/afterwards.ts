/** What comes after the takeover of a seeded run: another one, and the sweeps that the schedule would start. */
import type { Moment } from '../../stories/schema.ts';
import type { Dice } from './dice.ts';
import { asks } from './peril.ts';
import type { Entry } from './schedule.ts';

/** Often enough another one is requested later, so that generations meet and a cooldown may be in the way. */
function drawEncore(dice: Dice, triggerSeconds: number): Entry[] {
  const atSeconds = triggerSeconds + dice.whole(60, 600);
  const what = dice.whole(1, 10);
  if (what > 6) return [];
  const again: Moment =
    what <= 4
      ? asks(dice.pick(['failover', 'switchover']), atSeconds)
      : { atSeconds: atSeconds + 150, alarm: 'status-check' };
  const dies: Moment = { atSeconds, fault: { kind: 'instance-dead', instance: 'holder' } };
  return [{ name: 'encore', moments: what % 2 === 0 ? [dies, again] : [again] }];
}

/** Sweeps that the schedule would start, at two moments after the takeover, so that what a dead run left is finished. */
function drawClosing(dice: Dice, triggerSeconds: number): Entry[] {
  const first = triggerSeconds + dice.whole(60, 400);
  const count = dice.whole(0, 2);
  return Array.from({ length: count }, (_, index) => ({
    name: 'sweep',
    moments: [{ atSeconds: first + index * dice.whole(60, 400), sweep: true as const }],
  }));
}

export const drawAfterwards = (dice: Dice, triggerSeconds: number): Entry[] => [
  ...drawEncore(dice, triggerSeconds),
  ...drawClosing(dice, triggerSeconds),
];
