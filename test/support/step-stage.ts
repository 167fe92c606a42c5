/** A stage for one step: an adopted appliance, a plan that the real Assess froze, and each step played as its Lambda. */
import type { Appliance } from '../../shared/domain/appliance.ts';
import type { TakeoverPlan } from '../../shared/domain/takeover/takeover-plan.ts';
import type { FunctionName } from '../../shared/machines/time-outs.ts';
import type { Done } from '../../shared/steps/takeover/facts.ts';
import type { BuildOptions } from '../../simulator/account/account.ts';
import { field, parsed, text } from '../../simulator/account/field.ts';
import { TaskError } from '../../simulator/account/sfn/errors.ts';
import { type Truth, truthOf } from '../../simulator/checks/watch/truth.ts';
import { type Simulation, simulate } from '../../simulator/stories/simulation.ts';
import { anAppliance } from './appliances.ts';
import { knowGenuine, starterArnOf, takeoverArnOf } from './genuine.ts';

/** `error` and `why` are empty when it returned. `changes` are the calls that would change anything, as it sent them. */
export type Played = { output: unknown; error: string; why: string; changes: string[] };

/** Under these names the state machine keeps what each step found and did. */
const FACTS = {
  claim: 'claim',
  'launch-replacement': 'launch',
  'await-replacement': 'replacement',
  'await-healthy': 'healthy',
  'move-traffic': 'move',
  'undo-traffic': 'undo',
  'stop-failed': 'stop',
  'verify-traffic': 'verify',
  'close-takeover': 'closed',
} as const satisfies Partial<Record<FunctionName, string>>;

export type TakeoverStep = keyof typeof FACTS;

/** What a test's execution is given besides the frozen plan and what was performed so far. */
export type Given = { plan?: Partial<TakeoverPlan>; done?: Partial<Done>; redriveCount?: number };

export type Stage = {
  simulation: Simulation;
  plan: TakeoverPlan;
  /** When its execution was started. */
  startDate: Date;
  old: string;
  /** What was performed so far; a test may put other facts there. */
  done: Done;
  truth(): Truth;
  play(step: TakeoverStep, given?: Given): Promise<Played>;
  /** One after the other, each of which has to succeed, and what it said is kept for the next. */
  perform(...steps: TakeoverStep[]): Promise<void>;
  /** Claimed, launched, and seen running. */
  launch(): Promise<{ instanceId: string; networkInterfaceId: string }>;
};

export type Setting = {
  appliance?: Partial<Appliance> | undefined;
  build?: Partial<BuildOptions> | undefined;
  mode?: 'failover' | 'switchover' | undefined;
  /** Where the seed of all others draws an answer that is lost. */
  seed?: number;
  /** Done before the plan is frozen. */
  before?: ((simulation: Simulation) => void | Promise<void>) | undefined;
};

const BOOT_SECONDS = { min: 10, max: 10 };

/** Reads are exact unless a test asks for stale ones: each is about one thing. */
export function inAccount<T>(
  { appliance, build, seed = 7 }: Pick<Setting, 'appliance' | 'build' | 'seed'>,
  story: (simulation: Simulation) => Promise<T>,
): Promise<T> {
  const configuration = { region: 'ap-northeast-1', appliances: [anAppliance(appliance)] };
  const consistency = { lagFactor: 0, flickers: false };
  const account = { build: build ?? {}, consistency, bootSeconds: BOOT_SECONDS };
  return simulate({ configuration, seed, account }, story);
}

const isRead = (action: string): boolean => /^(Describe|List|Get)/.test(action);

/** Calls a function as Step Functions or its trigger would. */
export async function playIn({ world, invoke }: Simulation, step: FunctionName, event: unknown): Promise<Played> {
  const before = world.calls.length;
  const ended = await invoke(step, event).then(
    (output) => ({ output, error: '', why: '' }),
    (cause: unknown) => {
      if (!(cause instanceof TaskError)) throw cause;
      return { output: undefined, error: cause.name, why: text(field(parsed(cause.message), 'errorMessage')) };
    },
  );
  const sent = world.calls.slice(before).filter(({ action, caller }) => caller === step && !isRead(action));
  return { ...ended, changes: sent.map(({ action, error }) => (error ? `${action}: ${error}` : action)) };
}

/** An operator's forced failover: only a refusal holds it back, so the plan is frozen for any health of the appliance. */
export const ASK = {
  appliance: 'sophos',
  mode: 'failover',
  requestedBy: 'ada',
  reason: 'it drops packets',
  force: true,
};

const BY_HAND = 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-failover:by-hand';

export const asExecution = ({ clock }: Simulation, input: unknown, more: object = {}) => ({
  Id: BY_HAND,
  StartTime: new Date(clock.nowMs()).toISOString(),
  Input: input,
  ...more,
});

async function freeze(simulation: Simulation, mode: Setting['mode']): Promise<TakeoverPlan> {
  const event = { execution: asExecution(simulation, { ...ASK, mode: mode ?? 'failover' }) };
  const { output, error, why } = await playIn(simulation, 'assess', event);
  const plan = field(output, 'plan');
  if (!plan) throw new Error(`no plan was frozen: ${error}${why}${text(output)}`);
  return plan as TakeoverPlan;
}

/** As Step Functions hands it on: without what is undefined. */
const asJson = (plan: TakeoverPlan): TakeoverPlan => JSON.parse(JSON.stringify(plan)) as TakeoverPlan;

function stageOf(simulation: Simulation, plan: TakeoverPlan): Stage {
  const startDate = new Date(simulation.clock.nowMs());
  // Each plan was made by an execution of its own, whose output never changes.
  let amendments = 0;
  const starterFor = (amended: Partial<TakeoverPlan> | undefined): Partial<TakeoverPlan> =>
    amended === undefined ? {} : { startedBy: starterArnOf(simulation, `by-hand-${++amendments}`) };
  const [appliance = anAppliance()] = simulation.configuration.appliances;
  const stage: Stage = {
    ...{ simulation, plan, old: plan.old?.instanceId ?? '', done: {}, startDate },
    truth: () => truthOf(simulation.world, appliance),
    play: (step, { plan: amended, done, redriveCount } = {}) => {
      const own = asJson({ ...plan, ...amended, ...starterFor(amended) });
      knowGenuine(simulation, { plan: own, startDate });
      const given = {
        ...{ Id: takeoverArnOf(simulation, own), StartTime: startDate.toISOString() },
        ...{ Input: own, RedriveCount: redriveCount ?? 0 },
      };
      return playIn(simulation, step, { execution: given, done: { ...stage.done, ...done } });
    },
    perform: async (...steps) => {
      for (const step of steps) {
        const { output, error, why } = await stage.play(step);
        if (error) throw new Error(`${step} was to succeed: ${error}: ${why}`);
        stage.done = { ...stage.done, [FACTS[step]]: output };
      }
    },
    launch: async () => {
      await stage.perform('claim', 'launch-replacement', 'await-replacement');
      // As the state machine does: MoveTraffic is asked while the replacement is still pending, and declines.
      if (stage.done.replacement?.outcome === 'pending') await stage.perform('move-traffic', 'await-replacement');
      const { replacement } = stage.done;
      if (replacement?.outcome !== 'running') throw new Error(`the replacement does not run: ${text(replacement)}`);
      return replacement;
    },
  };
  return stage;
}

export function onStage<T>(setting: Setting, story: (stage: Stage) => Promise<T>): Promise<T> {
  return inAccount(setting, async (simulation) => {
    await simulation.invoke('sweep', {});
    await setting.before?.(simulation);
    return story(stageOf(simulation, await freeze(simulation, setting.mode)));
  });
}
