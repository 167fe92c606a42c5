/** Tells one story in a simulated account, in virtual time, and gives it the handles to move the account. */
import type { Configuration } from '../shared/domain/appliance.ts';
import type { AlarmKind } from '../shared/domain/trigger.ts';
import { alarmEvent } from './alarm-event.ts';
import { runInVirtualTime, type VirtualClock } from './clock.ts';
import { type Deployed, type DeployOptions, deploy, machineName, regionOf } from './deploy.ts';
import { type Fault, switchOff, switchOn } from './faults.ts';
import { seededRandom } from './random.ts';
import { type Execution, isClosed } from './sfn/execution.ts';
import { warmUp } from './shared-clients.ts';

export type SimulationOptions = DeployOptions & {
  seed: number;
  startAt?: Date | undefined;
  /** A story that is still running after this much virtual time has lost its way. */
  limitSeconds?: number | undefined;
};

export type Alarm = { appliance: string; kind: AlarmKind; instanceId: string };

export type Simulation = Deployed & {
  clock: VirtualClock;
  configuration: Configuration;
  /** Starts the front door under a new name: with a person's words, with the sweep's, or with an event. */
  startFailover(input: unknown): Execution;
  /** CloudWatch changes the state of an alarm of ours now, and EventBridge starts the front door. */
  deliverAlarm(alarm: Alarm): Promise<Execution>;
  /** Runs a function as its trigger would. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  inject(fault: Fault): void;
  repair(fault: Fault): void;
  /** Resolves when this execution has ended. */
  ended(execution: Execution): Promise<Execution>;
  /** Resolves when no execution is running any more. */
  settle(): Promise<void>;
};

const START = new Date('2026-11-21T03:00:00.000Z');

/** aws-facts part 4: typically half a second from the change of the alarm to the start of its target. */
const EVENT_DELIVERY_MS = 500;

type Handles = Omit<Simulation, keyof Deployed | 'clock' | 'configuration'>;

function startingFailover({ stepFunctions, deployment }: Deployed, input: unknown): Execution {
  const machine = machineName({ stage: deployment.stage, name: 'failover' });
  return stepFunctions.start({ machine, input: JSON.stringify(input) }).execution;
}

/** Executions end by themselves or not at all, so whoever waits is woken by each change of a status. */
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

function handlesOf(deployed: Deployed, clock: VirtualClock): Handles {
  const { world, lambda, stepFunctions, deployment } = deployed;
  const wait = waiting(deployed);
  const startFailover = (input: unknown): Execution => startingFailover(deployed, input);
  return {
    startFailover,
    deliverAlarm: async ({ appliance, kind, instanceId }) => {
      const { region, accountId } = world;
      const { stage } = deployment;
      const eventId = `event-${stepFunctions.executions.length + 1}`;
      const common = { region, accountId, stage, appliance, kind, instanceId, eventId, state: 'ALARM' as const };
      const event = alarmEvent({ ...common, changedAtMs: clock.nowMs() });
      await clock.sleep(EVENT_DELIVERY_MS);
      return startFailover(event);
    },
    invoke: (functionName, event) => lambda.invoke(functionName, event),
    inject: (fault) => switchOn(world, fault),
    repair: (fault) => switchOff(world, fault),
    ended: async (execution) => {
      await wait(() => isClosed(execution));
      return execution;
    },
    settle: () => wait(() => stepFunctions.executions.every(isClosed)),
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
  const whereabouts = (): string[] => deployed?.stepFunctions.whereabouts() ?? [];
  return runInVirtualTime({ startAt, seed, limitSeconds, whereabouts }, async (clock) => {
    const everything = deploy(options, { clock, random: seededRandom(seed) });
    deployed = everything;
    const outcome = await story({ ...everything, clock, configuration, ...handlesOf(everything, clock) });
    refuseUnknownCalls(everything);
    return outcome;
  });
}
