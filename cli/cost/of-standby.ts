/** What a running standby costs in a month: its instance and its volume. A second license is not in it. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import type { Use } from './item.ts';
import { MINUTES_A_MONTH } from './of-detection.ts';
import { PRICE, type Unit } from './prices.ts';

/** The live type is not in the configuration; `instanceTypes` are those to try after it. */
const ASSUMED = { instanceType: 'm5.large', volumeGb: 100 };

const isPriced = (unit: string): unit is Unit => Object.hasOwn(PRICE, unit);

function hoursOf({ name, standby: { instanceType: own } }: Appliance): Use {
  const unit = `${own ?? ASSUMED.instanceType} hours`;
  const priced = isPriced(unit);
  return {
    what: `standby of ${name}: instance`,
    quantity: MINUTES_A_MONTH / 60,
    unit: priced ? unit : 'm5.large hours',
    because: priced && own ? `a ${own} that runs all the time` : `assumed: ${ASSUMED.instanceType}, all the time`,
  };
}

export const standbys = (appliances: Appliance[]): Use[] =>
  appliances
    .filter(({ standby }) => standby.tier === 'running')
    .flatMap((appliance) => [
      hoursOf(appliance),
      {
        what: `standby of ${appliance.name}: volume`,
        quantity: ASSUMED.volumeGb,
        unit: 'gp3 GB-months' as const,
        because: `assumed: ${ASSUMED.volumeGb} GB`,
      },
    ]);
