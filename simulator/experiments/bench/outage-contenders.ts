/** Who brings the appliance back in the bench, and what each of them is notified of. */
import type { Clients } from '../../../shared/aws/clients.ts';
import { failuresOf } from '../../../shared/config/defaults.ts';
import type { Appliance } from '../../../shared/domain/appliance.ts';
import type { Execution } from '../../account/sfn/execution.ts';
import type { Simulation } from '../../stories/simulation.ts';
import { replaceInGroup } from './auto-scaling-group.ts';
import type { Draws } from './outage-draws.ts';
import { cook, type Failed, type Kitchen } from './recipe.ts';
import { putStatusAlarm, statusAlarmRings } from './status-alarm.ts';
import { stopFirst } from './stop-first.ts';

export type Failure = 'dead-instance' | 'lost-zone';

export type Scene = {
  simulation: Simulation;
  clients: Clients;
  appliance: Appliance;
  failed: Failed;
  failedMs: number;
  draws: Draws;
};

/** When it began to act, and when it had seen that the appliance answers, if it looks at all. */
export type Deed = { noticedMs: number; verifiedMs?: number | undefined };

/** `failures`: probes in a row until the takeover is asked for, two seconds apart. */
export type BenchedStandby = { tier: 'running' | 'stopped'; failures: number };

export type Contender = {
  id: string;
  /** As the tables and the picture call it. */
  what: string;
  /** In which failures it is notified, if not in all. */
  only?: Failure;
  /** Everything of ours is deployed and runs. */
  ours?: boolean;
  /** What is kept ready; otherwise nothing is. */
  standby?: BenchedStandby;
  /** What stands ready before anything fails. */
  prepare?(scene: Pick<Scene, 'simulation' | 'failed'>): void;
  act(scene: Scene): Promise<Deed>;
};

const PERSON_COMES_AFTER_MS = 600_000;

const kitchenOf = ({ simulation: { clock }, clients, appliance }: Scene): Kitchen => ({ clients, clock, appliance });

type Cooking = (scene: Scene) => Promise<void>;

const asWritten: Cooking = (scene) => cook(kitchenOf(scene));
const withNotes: Cooking = (scene) => cook({ ...kitchenOf(scene), notes: scene.failed });
const stoppingFirst: Cooking = (scene) => stopFirst({ ...kitchenOf(scene), notes: scene.failed });

const byHand = (cooking: Cooking): Pick<Contender, 'act'> => ({
  act: async (scene) => {
    const { clock } = scene.simulation;
    await clock.sleep(PERSON_COMES_AFTER_MS);
    const noticedMs = clock.nowMs();
    await cooking(scene);
    return { noticedMs };
  },
});

const byAlarm = (cooking: Cooking): Pick<Contender, 'prepare' | 'act'> => ({
  prepare: ({ simulation, failed }) => putStatusAlarm(simulation.world, failed.instanceId),
  act: async (scene) => {
    const { world, clock } = scene.simulation;
    await statusAlarmRings(world);
    const noticedMs = clock.nowMs();
    await cooking(scene);
    return { noticedMs };
  },
});

async function group(scene: Scene): Promise<Deed> {
  const { clock } = scene.simulation;
  await clock.sleep(scene.draws.impairedAfterMs);
  const noticedMs = clock.nowMs();
  await replaceInGroup(kitchenOf(scene), scene.failed);
  return { noticedMs };
}

/** The takeover machine says by its states when it had seen the appliance answer. */
async function ourselves({ simulation }: Scene): Promise<Deed> {
  const { stepFunctions, ended } = simulation;
  const takeover = await new Promise<Execution>((resolve) => {
    stepFunctions.onStatus((execution) => {
      if (execution.machineName.endsWith('-takeover')) resolve(execution);
    });
  });
  const { startedBy } = JSON.parse(takeover.input) as { startedBy: string };
  await ended(takeover);
  const front = stepFunctions.executions.find(({ arn }) => arn === startedBy);
  if (!front) throw new Error(`the takeover was started by ${startedBy}, which is no execution`);
  const seen = takeover.events.findLast(({ kind, state }) => kind === 'exited' && state === 'VerifyTraffic');
  return { noticedMs: front.startedAtMs, verifiedMs: seen?.atMs };
}

export const OURS = 'ours';

export const CONTENDERS: Contender[] = [
  { id: 'recipe-by-hand', what: 'recipe, by hand after 10 min', ...byHand(asWritten) },
  { id: 'notes-by-hand', what: 'recipe with notes, by hand', only: 'lost-zone', ...byHand(withNotes) },
  { id: 'recipe-by-alarm', what: 'recipe, at once by an alarm', ...byAlarm(asWritten) },
  { id: 'notes-by-alarm', what: 'recipe with notes, by an alarm', only: 'lost-zone', ...byAlarm(withNotes) },
  { id: 'stop-first', what: 'stop first, SDK waiter, by an alarm', ...byAlarm(stoppingFirst) },
  { id: 'group', what: 'Auto Scaling group of one', act: group },
  { id: OURS, what: 'this project, cold standby', ours: true, act: ourselves },
  ...(['stopped', 'running'] as const).map(
    (tier): Contender => ({
      ...{ id: tier, what: `this project, ${tier} standby`, ours: true, act: ourselves },
      standby: { tier, failures: failuresOf(tier) },
    }),
  ),
];
