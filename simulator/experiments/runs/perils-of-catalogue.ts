/** Every fault of the catalogue as its scenarios inject it, at any moment, and over again after a while. */
import { FAULT_CATALOGUE } from '../../stories/catalogue/all.ts';
import type { Moment } from '../../stories/schema.ts';
import { anyMoment, type Peril } from './peril.ts';

/** After these service may stay away until a person has decided; nothing that ceases brings it back. */
const FOR_PEOPLE = ['F20', 'F21', 'F28', 'F38', 'F39'];

export const PERILS_OF_CATALOGUE: Peril[] = FAULT_CATALOGUE.map(({ id, kind, deeds }) => ({
  name: id,
  lasting: FOR_PEOPLE.includes(id),
  draw: (plot) => {
    const { dice } = plot;
    const atSeconds = anyMoment(plot);
    const moment: Moment = { ...dice.pick(deeds), atSeconds };
    if (kind === 'once' || !('fault' in moment) || dice.chance(0.2)) return [moment];
    const over = Math.round((atSeconds + dice.seconds(10, 900)) * 10) / 10;
    return [moment, { atSeconds: over, repair: moment.fault }];
  },
}));
