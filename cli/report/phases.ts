/** Where the time of a real takeover went, from the seconds of its record. */
import { secondsBetween } from '../../shared/domain/instants.ts';
import { PHASE_MEANINGS } from '../outage-chart.ts';
import type { Phase, Span } from './document.ts';
import type { ReportedRun } from './run.ts';

const MEANINGS: Record<string, string> = { ...PHASE_MEANINGS, stop: 'until the stop of the old one is asked for' };

/** The instant of second 0: when the failure was seen, or the start of a planned move. */
export function zeroOf({ plan, execution }: ReportedRun): string {
  return plan?.mode === 'failover' ? plan.failedAt : execution.startedAt;
}

/** The instants between which each phase lies, as `closing-record.ts` measures them. */
function instantsOf({ plan, record, execution }: ReportedRun) {
  const { seconds = {} } = record ?? {};
  const started = secondsBetween({ from: zeroOf({ plan, execution } as ReportedRun), to: execution.startedAt });
  const plus = (from: number | undefined, phase: string): number | undefined => {
    const lasted = seconds[phase];
    return from === undefined || lasted === undefined ? undefined : from + lasted;
  };
  const running = plus(started, 'launch');
  const answered = plus(running, 'boot');
  const verified = seconds.verify;
  // A takeover that was never answered has no `verify`, and its move follows the launch.
  const moved = answered !== undefined && verified !== undefined ? answered - verified : plus(running, 'move');
  return { seconds, running, answered, moved };
}

export function phasesOf(run: ReportedRun): Phase[] {
  if (!run.record) return [];
  const { seconds, running, answered, moved } = instantsOf(run);
  const { detect = 0, decide = 0, launch = 0, boot = 0, move = 0, stop = 0, verify = 0 } = seconds;
  const planned = run.plan?.mode === 'switchover';
  const decidedAt = planned ? 0 : detect + decide;
  const stopFrom = planned ? answered : moved;
  const all: [string, number | undefined, number][] = [
    ['detect', planned ? undefined : 0, detect],
    ['decide', planned ? undefined : decidedAt - decide, decide],
    ['launch', running === undefined ? undefined : running - launch, launch],
    ['move', moved === undefined ? undefined : moved - move, move],
    ['stop', stopFrom, stop],
    ['boot', running, boot],
    ['verify', moved, verify],
  ];
  return all.flatMap(([name, fromSeconds, lasted]) =>
    seconds[name] === undefined || fromSeconds === undefined
      ? []
      : [{ name, meaning: MEANINGS[name] ?? '', fromSeconds, toSeconds: fromSeconds + lasted }],
  );
}

/** As the product saw it: no answer from the failure, or from the first change of a planned move, to the first answer. */
export function serviceOf(run: ReportedRun): Span[] {
  const { seconds, answered } = instantsOf(run);
  const outage = seconds.outage;
  if (answered === undefined || outage === undefined) return [];
  const down = answered - outage;
  const before = down > 0.05 ? [{ fromSeconds: 0, toSeconds: down, answers: true }] : [];
  return [
    ...before,
    { fromSeconds: Math.max(0, down), toSeconds: answered, answers: false },
    { fromSeconds: answered, toSeconds: answered + outage / 10, answers: true },
  ];
}
