/** Deletes what a deployment has made outside of its stack. Each part stands alone: what fails is said, and the rest goes. */
import { deleteAlarms, deleteGroup, deleteTemplate } from '../../aws/made-while-running.ts';
import { removeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Removal } from './removal.ts';

export type Removed = { gone: string[]; failed: string[] };

type Part = [what: string, remove: () => Promise<unknown>];

function partsOf({ alarms, templateId, groups, tagged }: Removal, { clients }: Deps): Part[] {
  return [
    ...(alarms.length > 0
      ? [[`the alarms ${alarms.join(', ')}`, () => deleteAlarms(clients, alarms)] satisfies Part]
      : []),
    ...(templateId === undefined
      ? []
      : [[`launch template ${templateId}`, () => deleteTemplate(clients, templateId)] satisfies Part]),
    ...groups.map(({ id, name }): Part => [`security group ${name} (${id})`, () => deleteGroup(clients, id)]),
    ...tagged
      .filter(({ tags }) => Object.keys(tags).length > 0)
      .map(({ id, tags }): Part => [`our tags of ${id}`, () => removeTags(clients, id, tags)]),
  ];
}

export async function removeMade(removals: Removal[], deps: Deps): Promise<Removed> {
  const removed: Removed = { gone: [], failed: [] };
  for (const removal of removals) {
    for (const [what, remove] of partsOf(removal, deps)) {
      await remove().then(
        () => removed.gone.push(what),
        (cause: unknown) => removed.failed.push(`${what}: ${messageOf(cause)}`),
      );
    }
  }
  return removed;
}
