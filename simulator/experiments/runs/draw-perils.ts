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

/** What is half done has more moments than anything else; and most of what may go wrong with a takeover passes a rotation by. */
const HALF_DONE = ['death', 'request', 'F22'];
const FAVOURED = {
  takeover: { share: 0.25, names: HALF_DONE },
  rotation: { share: 0.7, names: [...HALF_DONE, ...ABOUT_IMAGES] },
};

function drawPeril({ dice, about }: Plot, perils: Peril[]): Peril {
  const { share, names } = FAVOURED[about];
  const favoured = perils.filter(({ name }) => names.includes(name));
  return dice.pick(favoured.length > 0 && dice.chance(share) ? favoured : perils);
}

export function drawPerils(dice: Dice, plots: Plot[], perils: Peril[]): Entry[] {
  if (perils.length === 0) return [];
  return Array.from({ length: dice.whole(1, 4) }, () => {
    const plot = dice.pick(plots);
    const { name, draw } = drawPeril(plot, perils);
    return { name, moments: draw(plot) };
  });
}
