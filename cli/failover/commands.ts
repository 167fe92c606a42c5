/** Each command: the step that does it, and the words for what came of it. */
import type { Deps } from '../../shared/deps.ts';
import { pause, resume } from '../../shared/steps/people/pause.ts';
import { startByHand } from '../../shared/steps/people/start.ts';
import { readStatus } from '../../shared/steps/people/status.ts';
import { takeOwnership } from '../../shared/steps/people/take-ownership.ts';
import type { Terminal } from '../terminal.ts';
import { applianceNamed, type Door } from './open.ts';
import type { Command } from './options.ts';
import { untilOf } from './pause-end.ts';
import { statusLines } from './status-lines.ts';
import { ownershipLines, pausedLines, progressLine, resumedLines, startedLines } from './words.ts';

export type Setting = { deps: Deps; door: Door; terminal: Terminal; json: boolean };

/** `done`: what was asked for is so now. */
export type Answered = { answer: unknown; lines: string[]; done: boolean };

export async function carryOut(command: Command, setting: Setting): Promise<Answered> {
  const { deps, terminal } = setting;
  if (command.command === 'status') {
    const { configuration } = deps;
    const asked =
      command.appliance === undefined ? configuration.appliances : [applianceNamed(configuration, command.appliance)];
    const answer = await readStatus(asked, deps);
    return {
      answer,
      lines: statusLines(answer, terminal.paint),
      done: answer.every(({ address }) => 'read' in address),
    };
  }
  const appliance = applianceNamed(deps.configuration, command.appliance);
  switch (command.command) {
    case 'pause': {
      const until = untilOf(command.end, deps.clock.now().toISOString());
      const answer = await pause({ appliance, until, because: command.because }, deps);
      return { answer, lines: pausedLines(answer), done: true };
    }
    case 'resume': {
      const answer = await resume(appliance, deps);
      return { answer, lines: resumedLines(answer), done: true };
    }
    case 'take-ownership': {
      const answer = await takeOwnership({ appliance, explicitly: command.explicitly }, deps);
      return { answer, lines: ownershipLines(answer), done: answer.outcome !== 'not-taken' };
    }
    case 'start':
      return start(command, setting);
  }
}

async function start(
  { appliance, mode, reason }: Extract<Command, { command: 'start' }>,
  { deps, door, terminal, json }: Setting,
): Promise<Answered> {
  applianceNamed(deps.configuration, appliance);
  const name = `person-${appliance}-${door.newId()}`;
  const since = deps.clock.now().toISOString();
  const request = { appliance, mode, reason, requestedBy: `${door.user} on the command line`, name };
  if (!json) terminal.write(`${name} is started in ${deps.deployment.region}\n`);
  const answer = await startByHand(request, deps, (progress) => {
    if (!json) terminal.write(`${progressLine(progress, since)}\n`);
  });
  return { answer, lines: startedLines(answer), done: ['rehearsed', 'taken-over'].includes(answer.outcome) };
}
