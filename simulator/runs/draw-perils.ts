/** Which perils lie in wait in one seeded run, and what each of them is after. */
import type { Dice } from './dice.ts';
import { ABOUT_IMAGES } from './names.ts';
import type { Opening } from './opening.ts';
import type { Peril, Plot } from './peril.ts';
import { PERILS } from './perils.ts';
import type { Aim, Entry } from './schedule.ts';
import { isWanted, type Wanted } from './wanted.ts';

export const allowedPerils = (wanted: Wanted, aim: Aim): Peril[] =>
  PERILS.filter(({ lasting, name }) => !(lasting && aim === 'liveness') && isWanted(name, wanted));

/** In a night every other peril is after the rotation, and the rest are after the takeover. */
export function plotsOf(dice: Dice, { triggerSeconds, rotationSeconds }: Opening, untilSeconds: number): Plot[] {
  const takeover: Plot = { dice, about: 'takeover', triggerSeconds, untilSeconds };
  if (rotationSeconds === undefined) return [takeover];
  return [takeover, { dice, about: 'rotation', triggerSeconds: rotationSeconds, untilSeconds }];
}

/** Most of what may go wrong with a takeover passes a rotation by. */
const AFTER_ROTATIONS = ['death', 'request', 'F22', ...ABOUT_IMAGES];

export function drawPerils(dice: Dice, plots: Plot[], perils: Peril[]): Entry[] {
  if (perils.length === 0) return [];
  const afterRotations = perils.filter(({ name }) => AFTER_ROTATIONS.includes(name));
  return Array.from({ length: dice.whole(1, 4) }, () => {
    const plot = dice.pick(plots);
    const narrow = plot.about === 'rotation' && afterRotations.length > 0 && dice.chance(0.7);
    const { name, draw } = dice.pick(narrow ? afterRotations : perils);
    return { name, moments: draw(plot) };
  });
}
