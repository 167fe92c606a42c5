/** Each command: the step that does it, and the words for what came of it. */
import { rotationNameOf } from '../../shared/domain/images/rotation-name.ts';
import { newestTakeover } from '../../shared/steps/people/follow-by-hand.ts';
import { pause, resume } from '../../shared/steps/people/pause.ts';
import { readStatus } from '../../shared/steps/people/status.ts';
import { takeOwnership } from '../../shared/steps/people/take-ownership.ts';
import type { Command } from './command.ts';
import { EXIT } from './exit-codes.ts';
import { confirmForce } from './force.ts';
import { applianceNamed } from './open.ts';
import { untilOf } from './pause-end.ts';
import { type Answered, followAgain, type Setting, startAndFollow } from './run.ts';
import { statusLines } from './status-lines.ts';
import { ownershipLines, pausedLines, resumedLines } from './words.ts';

export async function carryOut(command: Command, setting: Setting): Promise<Answered> {
  const { deps, common } = setting;
  if (command.command === 'status') return status(command.appliance, setting);
  const appliance = applianceNamed(deps.configuration, command.appliance);
  const { stage } = common;
  switch (command.command) {
    case 'rehearse':
    case 'switchover':
    case 'failover':
      return move(command, setting);
    case 'vouch': {
      const { instance: vouch, reason } = command;
      const name = rotationNameOf(appliance.name, `vouch-${setting.door.newId()}`);
      const request = { name, appliance: appliance.name, reason, requestedBy: requestedBy(setting) };
      return startAndFollow({ ...request, machine: 'rotation', vouch }, setting);
    }
    case 'follow': {
      const execution = command.execution ?? (await newestTakeover(appliance.name, deps));
      return followAgain({ appliance: appliance.name, execution }, setting);
    }
    case 'pause': {
      const until = untilOf(command.end, deps.clock.now().toISOString());
      const answer = await pause({ appliance, until, because: command.because }, deps);
      return { answer, lines: pausedLines(answer, stage), code: EXIT.done };
    }
    case 'resume': {
      const answer = await resume(appliance, deps);
      return { answer, lines: resumedLines(answer), code: EXIT.done };
    }
    case 'take-ownership': {
      const answer = await takeOwnership({ appliance, explicitly: command.explicitly }, deps);
      const code = answer.outcome === 'not-taken' ? EXIT.refused : EXIT.done;
      return { answer, lines: ownershipLines(answer, stage), code };
    }
  }
}

const requestedBy = ({ door }: Setting): string => `${door.user} on the command line`;

async function status(name: string | undefined, { deps, terminal }: Setting): Promise<Answered> {
  const { configuration } = deps;
  const asked = name === undefined ? configuration.appliances : [applianceNamed(configuration, name)];
  const answer = await readStatus(asked, deps);
  const read = answer.every(({ address }) => 'read' in address);
  return { answer, lines: statusLines(answer, terminal.paint), code: read ? EXIT.done : EXIT.refused };
}

type Move = Extract<Command, { command: 'rehearse' | 'switchover' | 'failover' }>;

async function move(command: Move, setting: Setting): Promise<Answered> {
  const { appliance, command: mode, reason } = command;
  const forced = command.command !== 'rehearse' && command.force;
  if (forced) {
    const refused = await confirmForce(command, setting);
    if (refused) return refused;
  }
  const name = `person-${appliance}-${setting.door.newId()}`;
  const request = { name, appliance, mode, reason, requestedBy: requestedBy(setting) };
  return startAndFollow({ ...request, machine: 'failover', ...(forced && { force: true as const }) }, setting);
}
