/** Everything that `npm run cost` says about one configuration, as data. */
import type { Appliance, Configuration } from '../../shared/domain/appliance.ts';
import { type ExpectedOutage, expectedOutages } from '../../shared/domain/takeover/expected-outage.ts';
import { type Bill, billed } from './item.ts';
import { monthOfEach } from './month-of-each.ts';
import { detection } from './of-detection.ts';
import { readiness } from './of-readiness.ts';
import { rotation } from './of-rotation.ts';
import { takeover } from './of-takeover.ts';
import { pricesIn } from './prices.ts';

export type Costs = {
  region: string | undefined;
  /** Whose prices they are. */
  priceRegion: string;
  appliances: string[];
  /** A month of each. */
  detection: Bill;
  rotation: Bill;
  readiness: Bill;
  /** All three, a month. */
  usdAMonth: number;
  /** A month of detection of the dearest appliance, if it were the only one. */
  alone: Bill & { appliance: string };
  /** Once, of the appliance for which it costs most. */
  takeover: Bill & { appliance: string };
  /** Of each appliance and tier. */
  outages: (ExpectedOutage & { appliance: string; usdAMonth: number })[];
};

/** `bootSeconds`: from the launch until the service answers, where a person says so: no image is read here. */
export function costsOf({ region, appliances }: Configuration, bootSeconds?: number): Costs {
  const prices = pricesIn(region);
  const dearest = (billOf: (appliance: Appliance) => Bill): Bill & { appliance: string } => {
    const bills = appliances.map((appliance) => ({ appliance: appliance.name, ...billOf(appliance) }));
    const [first] = bills.toSorted((one, other) => other.usd - one.usd);
    if (!first) throw new Error('a configuration without appliances costs nothing');
    return first;
  };
  const monthly = {
    detection: billed(detection(appliances), prices),
    rotation: billed(rotation(appliances), prices),
    readiness: billed(readiness(appliances), prices),
  };
  const boot = bootSeconds === undefined ? undefined : { seconds: bootSeconds, assumed: true as const };
  const months = monthOfEach({ region, appliances });
  return {
    region,
    priceRegion: prices.region,
    appliances: appliances.map(({ name }) => name),
    ...monthly,
    usdAMonth: Object.values(monthly).reduce((sum, { usd }) => sum + usd, 0),
    alone: dearest((appliance) => billed(detection([appliance]), prices)),
    takeover: dearest((appliance) => billed(takeover(appliance), prices)),
    outages: appliances.flatMap((appliance) => {
      const { name } = appliance;
      return expectedOutages({ appliance, boot }).map((each) => ({
        ...{ appliance: name, usdAMonth: months.get(name) ?? 0 },
        ...each,
      }));
    }),
  };
}
