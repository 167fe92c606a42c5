/** `cost`: what the configured protection costs, item by item. */
import { costsOf } from '../../cost/costs.ts';
import { costPage } from '../../cost/page.ts';
import { EXIT } from '../exit-codes.ts';
import type { Offline } from '../setting.ts';

export const cost: Offline<'cost'> = async ({ boot }, { common, door, terminal }) => {
  const costs = costsOf(await door.configuration(common.appliances), boot);
  return { answer: costs, lines: costPage(costs, terminal), code: EXIT.done };
};
