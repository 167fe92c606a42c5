/** One appliance by its name, or all of them, one after the other: what one refuses does not keep the others from it. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { messageOf } from '../../shared/domain/errors.ts';
import { plain } from '../plain.ts';
import { applianceNamed } from './appliance-named.ts';
import { EXIT } from './exit-codes.ts';
import type { Answered, Setting } from './setting.ts';

export async function forEachOf(
  name: string | undefined,
  { deps: { configuration } }: Setting,
  work: (appliance: Appliance) => Promise<Answered>,
): Promise<Answered> {
  if (name !== undefined) return work(applianceNamed(configuration, name));
  const answers: unknown[] = [];
  const lines: string[] = [];
  let failed = 0;
  for (const appliance of configuration.appliances) {
    try {
      const one = await work(appliance);
      answers.push(one.answer);
      lines.push(...one.lines.slice(0, 1));
    } catch (cause) {
      failed += 1;
      answers.push({ appliance: appliance.name, failed: messageOf(cause) });
      lines.push(plain(`${appliance.name}: NOT DONE: ${messageOf(cause)}`));
    }
  }
  const total = configuration.appliances.length;
  const last =
    failed === 0 ? `done for all ${total}` : `done for ${total - failed} of ${total}; the others are as they were`;
  return { answer: answers, lines: [...lines, last], code: failed === 0 ? EXIT.done : EXIT.failed };
}
