/** Tells one story in a simulated account, in virtual time, and gives it the handles to move the account. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import type { AlarmKind } from '../../shared/domain/decision/trigger.ts';
import { forgetRefusals } from '../account/aws-error.ts';
import { raiseAlarm } from '../account/cloudwatch/raise-alarm.ts';
import type { Fault } from '../account/faults/fault.ts';
import { switchOff, switchOn } from '../account/faults/switch.ts';
import { loadReference } from '../account/iam/reference.ts';
import { machineName } from '../account/logical-ids.ts';
import { type Execution, isClosed } from '../account/sfn/execution.ts';
import { runInVirtualTime, type StoryClock, type VirtualClock } from '../account/time/clock.ts';
import { seededRandom } from '../random.ts';
import { type Deployed, type DeployOptions, deploy, regionOf } from './deploy.ts';
import { warmUp } from './shared-clients.ts';

type SimulationOptions = Omit<DeployOptions, 'roles'> & {
  /** `enforced`: what the deployed role of a function does not allow is refused, as by IAM. */
  roles?: 'enforced' | undefined;
  seed: number;
  startAt?: Date | undefined;
  /** A story that is still running after this much virtual time has lost its way. */
  limitSeconds?: number | undefined;
  /** Schedules, events and alarms start when the scenario says so, with `byItself.start()`. */
  startsLater?: boolean | undefined;
};

type Alarm = { appliance: string; kind: AlarmKind; instanceId: string };

export type Simulation = Deployed & {
  clock: StoryClock;
  configuration: Configuration;
  /** Starts the failover machine under a new name: with a person's words, with the sweep's, or with an event. */
  startFailover(input: unknown): Execution;
  /** CloudWatch changes the state of an alarm of ours now; EventBridge delivers the event a moment later. */
  raiseAlarm(alarm: Alarm): void;
  /** The same, and waits for what it starts. */
  deliverAlarm(alarm: Alarm): Promise<Execution>;
  /** Runs a function as its trigger would. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  inject(fault: Fault): void;
  repair(fault: Fault): void;
  /** Resolves when this execution has ended. */
  ended(execution: Execution): Promise<Execution>;
  /** Resolves when no event is on its way and no execution running any more. */
  settle(): Promise<void>;
  /** Leaps in one jump over time in which nothing happens, once everything under way has ended. */
  rest(untilMs: number): Promise<void>;
};

const START = new Date('2026-11-21T03:00:00.000Z');

type Handles = Omit<Simulation, keyof Deployed | 'clock' | 'configuration'>;

function startingFailover({ stepFunctions, deployment }: Deployed, input: unknown): Execution {
  const machine = machineName({ stage: deployment.stage, name: 'failover' });
  return stepFunctions.start({ machine, input: JSON.stringify(input) }).execution;
}

/** Executions end on their own or not at all, so each change of a status wakes the waiting caller. */
function waiting({ stepFunctions }: Deployed) {
  const wakers = new Set<() => void>();
  stepFunctions.onStatus(() => {
    for (const wake of wakers) wake();
  });
  return (until: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        if (!until()) return;
        wakers.delete(wake);
        resolve();
      };
      wakers.add(wake);
      wake();
    });
}

/** An alarm that starts nothing, because its event was lost, is no alarm that anybody can wait for. */
async function delivered({ byItself }: Deployed): Promise<Execution> {
  const [first] = byItself.bus.latest();
  const execution = await first;
  if (!execution) throw new Error('the alarm started no execution');
  return execution;
}

/** What is under way may set off something else, so each is asked again after the other. */
async function comesToRest({ byItself, stepFunctions }: Deployed, wait: (until: () => boolean) => Promise<void>) {
  const closed = (): boolean => stepFunctions.executions.every(isClosed);
  do {
    await byItself.bus.idle();
    await wait(closed);
    await byItself.bus.idle();
  } while (!closed());
}

const MINUTE_MS = 60_000;

/**
 * Nothing is called before everything under way has ended: Lambda repeats a throttled call up to five minutes later, and
 * invocations that overlap never leave a moment in which none runs.
 */
async function calmUntil(
  untilMs: number,
  { ended, byItself, clock }: { ended: Promise<void>; byItself: Deployed['byItself']; clock: VirtualClock },
): Promise<void> {
  let isOver = false;
  const over = ended.then(() => {
    isOver = true;
  });
  for (let restMs = untilMs; ; restMs += MINUTE_MS) {
    byItself.restUntil(restMs);
    await Promise.race([over, clock.sleep(restMs - 1 - clock.nowMs())]);
    if (isOver) return clock.sleep(untilMs - clock.nowMs());
  }
}

function handlesOf(deployed: Deployed, clock: VirtualClock): Handles {
  const { world, lambda, byItself, deployment } = deployed;
  const wait = waiting(deployed);
  const raise = (alarm: Alarm): void => raiseAlarm(world, { ...alarm, stage: deployment.stage });
  const settle = (): Promise<void> => comesToRest(deployed, wait);
  return {
    startFailover: (input) => startingFailover(deployed, input),
    raiseAlarm: raise,
    deliverAlarm: (alarm) => {
      raise(alarm);
      return delivered(deployed);
    },
    invoke: (functionName, event) => lambda.invoke(functionName, event),
    inject: (fault) => switchOn(world, fault),
    repair: (fault) => switchOff(world, fault),
    ended: async (execution) => {
      await wait(() => isClosed(execution));
      return execution;
    },
    settle,
    rest: async (untilMs) => {
      const ended = (async () => {
        await byItself.functions.idle();
        await settle();
        await byItself.functions.idle();
      })();
      await calmUntil(untilMs, { ended, byItself, clock });
    },
  };
}

/** What no code of ours can see must not go unnoticed: a call that the simulator does not know proves nothing. */
function refuseUnknownCalls({ world }: Deployed): void {
  const unknown = world.calls.filter(({ error }) => error === 'NotSimulatedError');
  const names = new Set(unknown.map(({ service, action, caller }) => `${service}.${action} by ${caller}`));
  if (names.size > 0) throw new Error(`the simulator was asked for what it does not model: ${[...names].join(', ')}`);
}

export async function simulate<T>(
  options: SimulationOptions,
  story: (simulation: Simulation) => Promise<T>,
): Promise<T> {
  const { seed, startAt = START, limitSeconds = 7 * 86_400, configuration } = options;
  let deployed: Deployed | undefined;
  await warmUp(regionOf(configuration));
  const roles = options.roles === 'enforced' ? await loadReference() : undefined;
  forgetRefusals();
  const whereabouts = (): string[] => deployed?.stepFunctions.whereabouts() ?? [];
  return runInVirtualTime({ startAt, seed, limitSeconds, whereabouts }, async (clock) => {
    const everything = deploy({ ...options, roles }, { clock, random: seededRandom(seed) });
    deployed = everything;
    if (!options.startsLater) everything.byItself.start();
    const outcome = await story({ ...everything, clock, configuration, ...handlesOf(everything, clock) });
    refuseUnknownCalls(everything);
    return outcome;
  });
}
