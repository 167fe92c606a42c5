/**
 * What a `prepare` execution of ours launched early for this appliance: the first that fits is adopted, and so costs the
 * takeover no launch. Tags only say where to look; the history of that execution proves what it launched.
 */
import { differencesFrom } from '../../aws/launch-facts.ts';
import { groupsOf } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';
import { type AheadLaunch, aheadLaunchedBy, aheadLaunchOf, preparePointedTo } from '../provenance/ahead-launch.ts';
import { type Alive, isAsPlanned } from './is-as-planned.ts';

type Ahead = { instance: Instance; launch: AheadLaunch };

/** `proven`: all that such an execution provably launched, for this takeover or an earlier one. `planted`: ids of those that none did. */
type Aheads = { fitting: Ahead | undefined; proven: Instance[]; planted: string[] };

const NONE: Aheads = { fitting: undefined, proven: [], planted: [] };

/** An adopted one is tagged as a replacement, and still points to the execution that launched it. */
const ROLES = ['ahead', 'replacement'];

export async function findAheads(alive: Alive[], plan: TakeoverPlan, deps: Deps): Promise<Aheads> {
  const claimed = alive.filter(
    ({ instance }) => instance.tags[TAG.role] === 'ahead' || preparePointedTo(instance, plan.appliance, deps),
  );
  if (claimed.length === 0) return NONE;
  const judged = await Promise.all(claimed.map((each) => judge(each, plan, deps)));
  return {
    fitting: judged.flatMap(({ fitting }) => fitting ?? [])[0],
    proven: judged.flatMap(({ proven }) => proven ?? []),
    planted: judged.flatMap(({ planted }) => planted ?? []),
  };
}

type Judged = { fitting?: Ahead; proven?: Instance; planted?: string };

async function judge({ raw, instance }: Alive, plan: TakeoverPlan, deps: Deps): Promise<Judged> {
  const { id, tags } = instance;
  if (tags[TAG.appliance] !== plan.appliance || !ROLES.includes(tags[TAG.role] ?? '')) return {};
  try {
    const launch = await aheadLaunchOf(instance, plan.appliance, deps);
    if (!launch) {
      if (tags[TAG.role] !== 'ahead') return {};
      // Ours, and its answer was lost: nothing says what it is, so it is not adopted.
      if (await aheadLaunchedBy(instance, plan.appliance, deps)) return { proven: instance };
      deps.log({ level: 'warn', noProvenance: id, claims: tags[TAG.by] });
      return { planted: id };
    }
    if (launch.generation > plan.generation) return {};
    if (!isAsPlanned(instance, plan)) return { proven: instance };
    const differs = await differencesFrom(deps.clients, raw, groupedAs(raw, plan, launch));
    if (differs.length === 0) return { fitting: { instance, launch }, proven: instance };
    deps.log({ level: 'warn', notAdopted: id, differs });
    return { proven: instance };
  } catch (cause) {
    deps.log({ level: 'warn', message: `${id} is left alone: ${messageOf(cause)}` });
    return {};
  }
}

/** Closed as it was launched, or opened by an attempt before. */
function groupedAs(raw: Alive['raw'], plan: TakeoverPlan, { groupId }: AheadLaunch): TakeoverPlan {
  const isClosed = groupsOf(raw).includes(groupId);
  return isClosed ? { ...plan, blueprint: { ...plan.blueprint, securityGroupIds: [groupId] } } : plan;
}
