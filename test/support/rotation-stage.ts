/** A stage for rotations: an adopted appliance whose probe has proven itself, and each step played as its Lambda. */
import type { FunctionName } from '../../shared/machines/time-outs.ts';
import type { Done, RotationRecord } from '../../shared/steps/rotation/facts.ts';
import { truth } from '../../simulator/account/consistency.ts';
import type { ImageRecord } from '../../simulator/account/ec2/state.ts';
import { field, text } from '../../simulator/account/field.ts';
import { type Execution, latest } from '../../simulator/account/sfn/execution.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { type Played, playIn, type Setting } from './step-stage.ts';
import { onSwept } from './swept.ts';

/** Under these names the state machine keeps what each step found and did. */
const FACTS = {
  'gate-rotation': 'gate',
  'create-image': 'image',
  'await-image': 'state',
  'launch-proof': 'proof',
  'await-proof': 'proven',
  'prove-service': 'service',
  'end-proof': 'ended',
  'accept-image': 'accepted',
  'keep-standby': 'kept',
  'settle-standby': 'settled',
  'end-old-standby': 'endedOld',
  'prune-images': 'pruned',
} as const satisfies Partial<Record<FunctionName, string>>;

export type RotationStep = keyof typeof FACTS;

export const NIGHT = { appliance: 'sophos', requestedBy: 'schedule', scheduledAt: '2026-11-21T03:01:00Z' };

/** The execution as which the steps of a night are played one by one. */
export const TONIGHT =
  'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-rotation:rotation-sophos.tonight';

export type RotationStage = {
  simulation: Simulation;
  active: string;
  /** What was performed so far; a test may put other facts there. */
  done: Done;
  play(step: RotationStep, asked?: object): Promise<Played>;
  /** As an execution that has only just begun. */
  playLater(step: RotationStep): Promise<Played>;
  /** One after the other, each of which has to succeed, and what it said is kept for the next. */
  perform(...steps: RotationStep[]): Promise<void>;
  /** Until EC2 has made it. */
  untilAvailable(): Promise<void>;
};

export const imageIn = ({ simulation, done }: RotationStage): ImageRecord => {
  const image = truth(simulation.world.ec2.images, done.image?.imageId ?? '');
  if (!image) throw new Error('there is no image');
  return image;
};

export const onNight = (setting: Setting, story: (stage: RotationStage) => Promise<void>): Promise<void> =>
  onSwept(setting, async (simulation, active) => {
    const Id = TONIGHT;
    const now = (): string => new Date(simulation.clock.nowMs()).toISOString();
    const started = now();
    const playAt = (StartTime: string, step: RotationStep, asked: object = {}): Promise<Played> => {
      // The state machine gives this one nothing but what it is to ask.
      if (step === 'prove-service') return playIn(simulation, step, stage.done.proven?.ask);
      return playIn(simulation, step, {
        execution: { Id, StartTime, Input: { ...NIGHT, ...asked } },
        done: stage.done,
      });
    };
    const stage: RotationStage = {
      ...{ simulation, active, done: {} },
      play: (step, asked) => playAt(started, step, asked),
      playLater: (step) => playAt(now(), step),
      perform: async (...steps) => {
        for (const step of steps) {
          const { output, error, why } = await stage.play(step);
          if (error) throw new Error(`${step} was to succeed: ${error}: ${why}`);
          stage.done = { ...stage.done, [FACTS[step]]: output };
        }
      },
      untilAvailable: async () => {
        do {
          await simulation.clock.sleep(60_000);
          await stage.perform('await-image');
        } while (stage.done.state?.state === 'pending');
      },
    };
    await story(stage);
  });

/** Through the whole machine, to its end. */
export async function rotate(
  simulation: Simulation,
  asked: object = {},
): Promise<{ execution: Execution; record: RotationRecord; failed: boolean }> {
  const input = JSON.stringify({ ...NIGHT, ...asked });
  const { execution } = simulation.stepFunctions.start({ machine: 'failover-dev-rotation', input });
  await simulation.ended(execution);
  const { status, output, cause } = latest(execution);
  const said = status === 'SUCCEEDED' ? output : cause;
  if (!text(said).startsWith('{')) throw new Error(`it left no record: ${status} ${text(said)}`);
  return { execution, record: JSON.parse(text(said)) as RotationRecord, failed: status !== 'SUCCEEDED' };
}

/** The states that it entered, in order. */
export const statesOf = ({ events }: Execution): string[] =>
  events.filter(({ kind }) => kind === 'entered').map(({ state }) => state);

export const outcomeOf = (played: Played): unknown => field(played.output, 'outcome');
