/** `abort`: a run is stopped before it has moved anything. */
import { commandFor, WHY } from '../../../shared/domain/messages/command-line.ts';
import { type Aborted, abort as abortRun } from '../../../shared/steps/people/abort.ts';
import { plain } from '../../plain.ts';
import { applianceNamed } from '../appliance-named.ts';
import { EXIT } from '../exit-codes.ts';
import { type CarryOut, requestedBy } from '../setting.ts';

/** Long enough to look, and short enough that a forgotten one does no harm. */
const PAUSE_SECONDS = 3_600;

function trafficLines({ moved, holder }: Aborted): string[] {
  if (moved === undefined) return [];
  const where = holder === undefined ? 'the address is attached to nothing' : `the address is at ${holder}`;
  if (moved.length === 0) return [`traffic: unchanged; ${where}`];
  return [`traffic: PARTLY MOVED, because the move began while it was stopped: ${moved.join(', ')}; ${where}`];
}

function nextLines({ appliance, machine, moved = [], pausedUntil }: Aborted, stage: string): string[] {
  if (machine === 'rotation') {
    return ['its image, if there is one, is no good image: no takeover launches from it', 'the sweep ends its proof'];
  }
  const flags = { reason: WHY };
  const again = commandFor({ verb: 'failover', appliance, stage, flags });
  const resume = commandFor({ verb: 'resume', appliance, stage });
  return [
    `paused: no automatic takeover begins until ${pausedUntil}; to end the pause: ${resume}`,
    moved.length > 0 ? `to finish the move now: ${again}` : `to take over after all, from now on: ${again}`,
  ];
}

function linesOf(aborted: Aborted, stage: string): string[] {
  const { execution, state, left } = aborted;
  return [
    `${execution} is aborted, in ${state}`,
    ...trafficLines(aborted),
    ...left.map(({ instanceId, role, state: how }) => `left: ${instanceId}, ${role}, ${how}`),
    ...(left.length > 0
      ? ['the next takeover takes a replacement that is left, or terminates it; until then the sweep reports it']
      : []),
    ...nextLines(aborted, stage),
  ].map(plain);
}

export const abort: CarryOut<'abort'> = async ({ appliance: name, reason }, setting) => {
  const { deps, terminal, common } = setting;
  const appliance = applianceNamed(deps.configuration, name);
  const tell = (sentence: string): void => (common.json ? terminal.complain : terminal.write)(`${sentence}\n`);
  const request = { appliance, reason, requestedBy: requestedBy(setting), pauseSeconds: PAUSE_SECONDS, tell };
  const answer = await abortRun(request, deps);
  const isWhole = (answer.moved ?? []).length === 0;
  return { answer, lines: linesOf(answer, common.stage), code: isWhole ? EXIT.done : EXIT.failed };
};
