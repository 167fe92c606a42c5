/** The shape of a peril: something that may go wrong in a seeded run, and how its moments are drawn. */
import type { Moment, ScenarioFault } from '../../stories/schema.ts';
import type { Dice } from './dice.ts';

export type Plot = {
  dice: Dice;
  /** What is to be disturbed. */
  about: 'takeover' | 'rotation';
  /** When that is expected to begin. */
  triggerSeconds: number;
  /** After this nothing new goes wrong. */
  untilSeconds: number;
};

export type Peril = {
  /** The fault's number in the catalogue, or a plain word for what has none. */
  name: string;
  /** A person decides, or a lasting fact stands in the way: service may rightly stay away. */
  lasting?: boolean;
  draw(plot: Plot): Moment[];
};

/** Most moments fall into what is to be disturbed: the first seconds of a takeover, or the half hour of a rotation. */
export function anyMoment({ dice, about, triggerSeconds, untilSeconds }: Plot): number {
  if (about === 'rotation') return dice.seconds(triggerSeconds, untilSeconds);
  const share = dice.whole(1, 100);
  if (share <= 50) return dice.seconds(triggerSeconds, Math.min(untilSeconds, triggerSeconds + 35));
  if (share <= 75) return dice.seconds(triggerSeconds, Math.min(untilSeconds, triggerSeconds + 200));
  return dice.seconds(0, untilSeconds);
}

/** Armed before it begins, for what strikes when its time comes. */
export const before = ({ dice, triggerSeconds }: Plot): number => dice.seconds(0, triggerSeconds);

export const begins = (atSeconds: number, fault: ScenarioFault): Moment[] => [{ atSeconds, fault }];

/** A fault that ends after a while. */
export function passes(plot: Plot, fault: ScenarioFault, { min, max }: { min: number; max: number }): Moment[] {
  const atSeconds = anyMoment(plot);
  const over = Math.round((atSeconds + plot.dice.seconds(min, max)) * 10) / 10;
  return [
    { atSeconds, fault },
    { atSeconds: over, repair: fault },
  ];
}

export const asks = (mode: 'failover' | 'switchover' | 'rehearse', atSeconds: number): Moment => ({
  atSeconds,
  // An appliance that answers is replaced all the same, so that takeovers of healthy ones are drawn as well.
  ask: { mode, requestedBy: 'somebody', reason: `a seeded ${mode}`, ...(mode === 'failover' && { force: true }) },
});
