/** One appliance by its name, or all of them, one after the other: what one refuses does not keep the others from it. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import { messageOf } from '../../shared/domain/errors.ts';
import { plain } from '../plain.ts';
import { applianceNamed } from './appliance-named.ts';
import { EXIT } from './exit-codes.ts';
import type { Answered, Setting } from './setting.ts';

type Each<Done> = { appliance: string } & ({ done: Done } | { failed: string });

export async function eachInTurn<Done>(
  appliances: readonly Appliance[],
  work: (appliance: Appliance) => Promise<Done>,
): Promise<Each<Done>[]> {
  const all: Each<Done>[] = [];
  for (const appliance of appliances) {
    const { name } = appliance;
    const each = work(appliance).then(
      (done) => ({ appliance: name, done }),
      (cause: unknown) => ({ appliance: name, failed: messageOf(cause) }),
    );
    all.push(await each);
  }
  return all;
}

/** The name of each that failed, and why. */
export const failedIn = (all: Each<unknown>[]): string[] =>
  all.flatMap((each) => ('failed' in each ? [`${each.appliance}: ${each.failed}`] : []));

export async function forEachOf(
  name: string | undefined,
  { deps: { configuration } }: Setting,
  work: (appliance: Appliance) => Promise<Answered>,
): Promise<Answered> {
  if (name !== undefined) return work(applianceNamed(configuration, name));
  const all = await eachInTurn(configuration.appliances, work);
  const lines = all.flatMap((each) =>
    'done' in each ? each.done.lines.slice(0, 1) : [plain(`${each.appliance}: NOT DONE: ${each.failed}`)],
  );
  const [total, failed] = [all.length, failedIn(all).length];
  const last =
    failed === 0 ? `done for all ${total}` : `done for ${total - failed} of ${total}; the others are as they were`;
  return {
    answer: all.map((each) => ('done' in each ? each.done.answer : each)),
    lines: [...lines, last],
    code: failed === 0 ? EXIT.done : EXIT.failed,
  };
}
