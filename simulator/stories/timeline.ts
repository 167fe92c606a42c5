/** Everything that happened in a story, in order: what was done to the account, each step, and what it changed. */
import { currentState, type Execution, isClosed, latest, type StateEvent } from '../account/sfn/execution.ts';
import type { Line } from './report.ts';
import { causeSentence, changesMade, stepSentence } from './sentences.ts';

type At = (epochMs: number) => number;

/** A retry that follows a failure is its consequence; people need the failure once. */
function linesOfEvent(event: StateEvent, at: At): Line[] {
  if (event.type !== 'Task') return [];
  const { state, atMs } = event;
  if (event.kind === 'failed') return [{ seconds: at(atMs), kind: 'failed', who: state, what: causeSentence(event) }];
  if (event.kind !== 'exited') return [];
  const changes = changesMade(event).map(
    ({ at: instant, what }): Line => ({ seconds: at(Date.parse(instant)), kind: 'change', who: state, what }),
  );
  return [...changes, { seconds: at(atMs), kind: 'step', who: state, what: stepSentence(state, event.output) }];
}

/** A caught failure exits its state as well, with the input of the next one: only the failure is shown. */
function told(events: StateEvent[]): StateEvent[] {
  return events.filter((event, index) => {
    const before = events[index - 1];
    return !(event.kind === 'exited' && before?.kind === 'caught' && before.state === event.state);
  });
}

function endLine(execution: Execution, at: At): Line[] {
  if (!isClosed(execution)) return [];
  const { atMs, status, error, cause } = latest(execution);
  const because = status === 'SUCCEEDED' ? '' : `: ${causeSentence({ error, cause })}`;
  const where = status === 'ABORTED' ? ` in ${currentState(execution) ?? 'no state'}` : '';
  const kind = status === 'SUCCEEDED' ? 'end' : 'failed';
  return [{ seconds: at(atMs), kind, who: execution.name, what: `${status}${where}${because}` }];
}

/** A step that is entered again names the changes of its earlier turns as well. */
function once(lines: Line[]): Line[] {
  const changes = new Set<string>();
  return lines.filter((line) => {
    const known = changes.size;
    return line.kind !== 'change' || changes.add(JSON.stringify(line)).size > known;
  });
}

/** The failover machine says all it has to say in its steps; of a takeover the end matters. */
export function timelineOf(story: { executions: Execution[]; lines: Line[]; zeroMs: number }): Line[] {
  const at: At = (epochMs) => Math.round(epochMs - story.zeroMs) / 1000;
  const steps = story.executions.flatMap((execution) =>
    told(execution.events).flatMap((event) => linesOfEvent(event, at)),
  );
  const ends = story.executions
    .filter((execution) => execution.machineName.endsWith('-takeover') || latest(execution).status !== 'SUCCEEDED')
    .flatMap((execution) => endLine(execution, at));
  return [...story.lines, ...once(steps), ...ends].toSorted((one, other) => one.seconds - other.seconds);
}
