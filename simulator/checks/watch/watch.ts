/** Checks every invariant after every change of the world, with the functions that production uses. */
import type { Configuration } from '../../../shared/domain/appliance.ts';
import type { World } from '../../account/world.ts';
import { afterChange } from './after-change.ts';
import { afterStatus } from './after-ending.ts';
import { watchEarly } from './early.ts';
import { watchImages } from './images.ts';
import { watchMails } from './mails.ts';
import { watchProvenance } from './provenance.ts';
import { watchStandbys } from './standbys.ts';
import type { Touched } from './touched.ts';
import { truthOf } from './truth.ts';
import { instanceIds, report, type Watch, type Watched } from './watched.ts';
import { watchZombies } from './zombies.ts';

const UNTOUCHED: Touched = { touchedAt: undefined, pause: undefined, holderDownAt: undefined };

/** `automatic`: schedules run, so that what a sweep ought to do can be waited for. */
type Watching = { configuration: Configuration; automatic: boolean; owner: string };

export function watchWorld(world: World, { configuration, automatic, owner }: Watching): Watch {
  const watch: Watch = { violations: [], deeds: new Map(), stories: [] };
  watchImages(world, { configuration, owner }, (found) => report({ world, watch }, found));
  watchProvenance(world, configuration, (found) => report({ world, watch }, found));
  watchMails(world, (found) => report({ world, watch }, found));
  for (const appliance of configuration.appliances) {
    const last = truthOf(world, appliance);
    const watched: Watched = { world, appliance, watch, last, touched: UNTOUCHED, known: instanceIds(world) };
    world.onChange((change) => afterChange(watched, change));
    world.stepFunctions.onStatus((execution) => afterStatus(watched, execution));
    watchEarly(world, { appliance, automatic }, (found) => report(watched, found));
    watchStandbys(world, appliance, { automatic }, (found) => report(watched, found));
    if (automatic) watchZombies(world, appliance, (found) => report(watched, found));
  }
  return watch;
}
