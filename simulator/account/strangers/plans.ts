/** states:StartExecution on the takeover machine, with a plan that its `failover` execution never made. */
import type { TakeoverPlan } from '../../../shared/domain/takeover/takeover-plan.ts';
import { truth } from '../consistency.ts';
import { machineName } from '../logical-ids.ts';
import type { World } from '../world.ts';
import { asStranger, STRANGER_DATA, strangerProfile } from './act.ts';
import { DATABASE } from './bystander.ts';
import type { StrangerFault } from './fault.ts';
import {
  closedTakeover,
  genuineTakeovers,
  nextGeneration,
  nextName,
  planIn,
  rehearse,
  rehearsedPlan,
  runningTakeover,
} from './known-plans.ts';

type Forging = Extract<StrangerFault, { kind: 'plan-by-stranger' }>;

const EVERYTHING = '0.0.0.0/0';

/** Where the default route leads now: a plan that says anything else would be found out of date. */
const gatewayOf = ({ ec2 }: World, routeTableId: string): string =>
  truth(ec2.routeTables, routeTableId)?.routes.find(({ destination }) => destination === EVERYTHING)?.target.id ?? '';

/** Adopt their machine as the one to finish with, route everything to it, and else launch with their data and rights. */
export function aimedAtStranger(world: World, plan: TakeoverPlan, generation: number): TakeoverPlan {
  const tables = [...new Set(plan.routes.map(({ routeTableId }) => routeTableId))];
  const everything = tables.map((routeTableId) => ({
    ...{ routeTableId, destination: EVERYTHING },
    target: { kind: 'other' as const, id: gatewayOf(world, routeTableId), blackhole: false },
  }));
  const data = { userData: STRANGER_DATA, instanceProfileArn: strangerProfile(world) };
  return {
    ...{ ...plan, generation, routes: [...plan.routes, ...everything] },
    finish: { instanceId: DATABASE.instanceId, generation: Math.max(1, generation - 1) },
    blueprint: { securityGroupIds: plan.blueprint.securityGroupIds, ...data },
  };
}

/** Undefined while the stranger knows no plan to begin with. */
function forged(world: World, { plan, victim: { appliance } }: Pick<Forging, 'plan' | 'victim'>): object | undefined {
  if (plan === 'empty') return {};
  const rehearsed = rehearsedPlan(world, appliance);
  if (plan === 'rehearsed') return rehearsed;
  const genuine = genuineTakeovers(world, appliance).at(-1);
  const ended = closedTakeover(world, appliance);
  if (plan === 'stale') return ended && { ...planIn(ended), generation: nextGeneration(world, appliance) };
  if (plan === 'copied' && genuine) return planIn(genuine);
  const known = genuine ? planIn(genuine) : rehearsed;
  return known && (plan === 'copied' ? known : aimedAtStranger(world, known, nextGeneration(world, appliance)));
}

function startOnce(world: World, fault: Forging, input: object): void {
  const { stepFunctions, stage } = world;
  const name = fault.named === 'other' ? `by-hand-${world.clock.nowMs()}` : nextName(world, fault.victim.appliance);
  try {
    stepFunctions.start({ machine: machineName({ stage, name: 'takeover' }), name, input: JSON.stringify(input) });
  } catch (cause) {
    // Step Functions refuses a name that exists; the stranger tries again at the next interval.
    if (!(cause instanceof Error) || cause.name !== 'ExecutionAlreadyExists') throw cause;
  }
}

const isOn = (world: World, fault: Forging): boolean => world.faults.active.some((each) => each.fault === fault);

const LOOKS_EVERY_MS = 2_000;

/** How long a stranger waits for a genuine takeover, and for a plan to copy. */
const LOOKS_MAX = 300;

type Waiting = { left: number; looks: number };

/** Starts one now or, with nothing to copy or to stand beside, once there is; and so many more at the interval. */
export function startForged(world: World, fault: Forging, waiting?: Waiting): void {
  const { plan, named, victim, everySeconds = 0, times = 1 } = fault;
  const { left, looks } = waiting ?? { left: times, looks: LOOKS_MAX };
  const goOn = (ms: number, next: Waiting): void =>
    world.clock.at(world.clock.nowMs() + ms, () => {
      if (isOn(world, fault)) startForged(world, fault, next);
    });
  asStranger(world, () => {
    const input = forged(world, fault);
    const ready = named !== 'beside' || runningTakeover(world, victim.appliance) !== undefined;
    if (input && ready) {
      startOnce(world, fault, input);
      if (left > 1) goOn(everySeconds * 1000, { left: left - 1, looks });
      return;
    }
    if (!input && !waiting && plan !== 'stale') rehearse(world, victim.appliance);
    if (looks > 0) goOn(LOOKS_EVERY_MS, { left, looks: looks - 1 });
  });
}
