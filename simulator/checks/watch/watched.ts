/** One appliance under watch: what is known of it, what was found wrong, and the stories of its takeovers. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import type { World } from '../../account/world.ts';
import type { Deed } from '../rules/deed.ts';
import type { Story } from '../rules/takeover.ts';
import type { Touched } from './touched.ts';
import type { Truth } from './truth.ts';

export type Watch = {
  violations: string[];
  /** The deeds of each takeover, by the name of its execution. */
  deeds: Map<string, Deed[]>;
  /** What was true when a takeover ended. */
  stories: Story[];
};

export type Watched = {
  world: World;
  appliance: Appliance;
  watch: Watch;
  last: Truth;
  touched: Touched;
  /** Every instance of the account at the last look. */
  known: ReadonlySet<string>;
};

/** The story of this takeover, if it has ended before. */
export const endedStory = ({ stories }: Watch, { appliance, generation }: TakeoverPlan): Story | undefined =>
  stories.find(({ plan }) => plan.appliance === appliance && plan.generation === generation);

export const instanceIds = ({ ec2 }: World): ReadonlySet<string> => new Set(ec2.instances.keys());

/** Each violation is said once, with its instant; the same one would otherwise follow at every later change. */
export function report({ world, watch }: Pick<Watched, 'world' | 'watch'>, found: string[]): void {
  const at = new Date(world.clock.nowMs()).toISOString();
  for (const violation of found) {
    if (!watch.violations.some((known) => known.endsWith(violation))) watch.violations.push(`${at} ${violation}`);
  }
}
