/** S27: whether operators stay reachable, after every mail. */

import type { World } from '../../account/world.ts';
import { unreachable } from '../rules/mail.ts';

export function watchMails(world: World, report: (found: string[]) => void): void {
  let seen = 0;
  world.onChange(() => {
    if (seen === world.publications.length) return;
    seen = world.publications.length;
    const { mostInASecond, deactivated } = world.sns;
    report(unreachable({ mostInASecond, deactivated }));
  });
}
