/** Where the time of an outage went, computed from what really happened and not from what our own records say. */
import { generationOf } from '../../shared/domain/decision/generation.ts';
import { field } from '../account/field.ts';
import type { Execution, StateEvent } from '../account/sfn/execution.ts';
import type { Outage, Phase, PhaseName } from './report.ts';
import { downSeconds, type ServiceLog } from './service-log.ts';

type Told = {
  executions: Execution[];
  appliance: string;
  failedAtMs: number | undefined;
  zeroMs: number;
  service: ServiceLog;
};

const exitOf = (
  events: StateEvent[],
  state: string,
  accept: (output: unknown) => boolean = () => true,
): number | undefined =>
  events.find((event) => event.kind === 'exited' && event.state === state && accept(event.output))?.atMs;

/** The takeover that brought the service back, or the last one that tried. */
function decisive({ executions, appliance }: Told): Execution | undefined {
  const takeovers = executions.filter(({ name }) => generationOf(name, appliance) !== undefined);
  return takeovers.findLast(({ status }) => status === 'SUCCEEDED') ?? takeovers.at(-1);
}

const isRunning = (output: unknown): boolean => field(output, 'replacement', 'outcome') === 'running';
const isMoved = (output: unknown): boolean => field(output, 'move', 'outcome') === 'moved';
const isHealthy = (output: unknown): boolean => field(output, 'healthy', 'healthy') === true;
const isAnswered = (output: unknown): boolean => field(output, 'verify', 'answered') === true;

type Point = [PhaseName, number | undefined];

/** The ends of the phases in the order in which they come: a switchover waits for the boot before it moves. */
function ends(told: Told, takeover: Execution): Point[] {
  const { events, input, startedAtMs } = takeover;
  const front = told.executions.find(({ arn }) => arn === field(JSON.parse(input), 'startedBy'));
  const runningAtMs = exitOf(events, 'AwaitReplacement', isRunning);
  const healthyAtMs = exitOf(events, 'AwaitHealthy', isHealthy);
  const movedAtMs = exitOf(events, 'MoveTraffic', isMoved);
  const upAtMs = told.service.turns.findLast(({ up }) => up)?.atMs;
  const answeredAtMs = exitOf(events, 'VerifyTraffic', isAnswered);
  const moveAndBoot: Point[] =
    healthyAtMs === undefined
      ? [
          ['move', movedAtMs],
          ['boot', movedAtMs !== undefined && upAtMs !== undefined && upAtMs > movedAtMs ? upAtMs : undefined],
        ]
      : [
          ['boot', healthyAtMs],
          ['move', movedAtMs],
        ];
  return [
    ['detect', front?.startedAtMs],
    ['decide', startedAtMs],
    ['launch', runningAtMs],
    ...moveAndBoot,
    ['verify', answeredAtMs],
  ];
}

export function outageOf(told: Told): Outage {
  const takeover = decisive(told);
  const seconds = downSeconds(told.service, told.zeroMs);
  if (!takeover) return { seconds, phases: [] };
  const points = ends(told, takeover);
  let fromMs = told.failedAtMs ?? points[0]?.[1] ?? takeover.startedAtMs;
  const phases: Phase[] = [];
  for (const [name, toMs] of points) {
    if (toMs === undefined || toMs <= fromMs) continue;
    phases.push({ name, fromSeconds: (fromMs - told.zeroMs) / 1000, toSeconds: (toMs - told.zeroMs) / 1000 });
    fromMs = toMs;
  }
  return { seconds, phases };
}
