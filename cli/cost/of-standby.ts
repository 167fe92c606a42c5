/** What a standby costs in a month: its volume, and its instance as long as it runs. A second license is not in it. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import type { Use } from './item.ts';
import { MINUTES_A_MONTH } from './of-detection.ts';
import { PRICE, type Unit } from './prices.ts';

/** The live type is not in the configuration; `instanceTypes` are those to try after it. */
const ASSUMED = { instanceType: 'm5.large', volumeGb: 100 };

const isPriced = (unit: string): unit is Unit => Object.hasOwn(PRICE, unit);

/** Until its volumes are read and it has booted twice; with `volumeInitialization`, which is minutes for 100 GB. */
const SETTLING_HOURS_A_NIGHT = 1;

function settlingOf({ name }: Appliance): Use {
  return {
    what: `standby of ${name}: instance, until it is stopped`,
    quantity: Math.round((MINUTES_A_MONTH / 60 / 24) * SETTLING_HOURS_A_NIGHT),
    unit: 'm5.large hours',
    because: `assumed: ${ASSUMED.instanceType}, ${SETTLING_HOURS_A_NIGHT} h each night`,
  };
}

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
    .filter(({ standby }) => standby.tier !== 'cold')
    .flatMap((appliance) => [
      appliance.standby.tier === 'running' ? hoursOf(appliance) : settlingOf(appliance),
      {
        what: `standby of ${appliance.name}: volume`,
        quantity: ASSUMED.volumeGb,
        unit: 'gp3 GB-months' as const,
        because: `assumed: ${ASSUMED.volumeGb} GB`,
      },
    ]);
