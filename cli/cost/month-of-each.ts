/** What each appliance costs a month: its own images, and its part of what the deployment has once for all. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import { billed } from './item.ts';
import { detection } from './of-detection.ts';
import { readiness } from './of-readiness.ts';
import { rotation } from './of-rotation.ts';
import { pricesIn } from './prices.ts';

/** In dollars, by name. */
export function monthOfEach({ region, appliances }: Pick<Configuration, 'region' | 'appliances'>): Map<string, number> {
  const prices = pricesIn(region);
  const shared = billed([...detection(appliances), ...readiness(appliances)], prices).usd / appliances.length;
  return new Map(appliances.map((each) => [each.name, shared + billed(rotation([each]), prices).usd]));
}
