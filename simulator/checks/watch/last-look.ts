/** Whether a takeover that led its traffic back could see at the end what stood there. */

import type { World } from '../../account/world.ts';
import type { Story } from '../rules/takeover.ts';

const LOOKS = ['DescribeAddresses', 'DescribeRouteTables'];

/** The last look of `UndoTraffic`, or half of it, was refused. */
export function wasBlind({ calls }: Pick<World, 'calls'>, { startedAt, endedAt = startedAt }: Story): boolean {
  const [fromMs, toMs] = [startedAt, endedAt].map(Date.parse);
  const looks = calls.filter(
    ({ caller, atMs }) => caller === 'undo-traffic' && atMs >= Number(fromMs) && atMs <= Number(toMs),
  );
  return LOOKS.some((look) => looks.findLast(({ action }) => action === look)?.error !== undefined);
}
