/** A run is started and followed. It belongs to AWS: the end of this command does not end the run. */

import { RefusedError } from '../../shared/domain/errors.ts';
import { commandFor } from '../../shared/domain/messages/command-line.ts';
import type { Progress } from '../../shared/steps/people/follow.ts';
import { followByHand, requireExecution } from '../../shared/steps/people/follow-by-hand.ts';
import { type StartRequest, startByHand } from '../../shared/steps/people/start.ts';
import type { Interruption } from '../person.ts';
import type { Common } from './command.ts';
import { credentialsReason } from './credentials.ts';
import { EXIT, exitOfEnd } from './exit-codes.ts';
import type { Answered, Setting } from './setting.ts';
import { endedLines, progressLine } from './words.ts';

type Run = { appliance: string; execution: string; since: string };

/** Complete, with everything that was said about the place. */
const followCommand = ({ appliance, execution }: Omit<Run, 'since'>, common: Common): string => {
  const { stage, region, profile, appliances } = common;
  return commandFor({ verb: 'follow', appliance, words: [execution], stage, flags: { region, profile, appliances } });
};

export async function startAndFollow(request: StartRequest, setting: Setting): Promise<Answered> {
  const { deps, door, terminal, common } = setting;
  const run = { appliance: request.appliance, execution: request.name, since: deps.clock.now().toISOString() };
  const interruption = door.person.interruption();
  try {
    const interrupted = { started: 'unknown', why: 'interrupted before AWS answered' } as const;
    const answer = await Promise.race([startByHand(request, deps), interruption.happened.then(() => interrupted)]);
    if (answer.started === 'no') {
      throw new RefusedError(`${request.name} was not started: ${credentialsReason(answer.cause)}`, {
        cause: answer.cause,
      });
    }
    if (answer.started === 'unknown') return notSeen(run, { outcome: 'unacknowledged', said: answer.why }, common);
    const again = followCommand(run, common);
    if (!common.json) {
      terminal.write(`${request.name} is started in ${deps.deployment.region}; to follow it again: ${again}\n`);
    }
    return await followToEnd(run, setting, interruption);
  } finally {
    interruption.forget();
  }
}

/** @throws RefusedError when there is no execution of that name. */
export async function followAgain({ appliance, execution }: Omit<Run, 'since'>, setting: Setting): Promise<Answered> {
  const interruption = setting.door.person.interruption();
  try {
    const since = await requireExecution(execution, setting.deps);
    return await followToEnd({ appliance, execution, since }, setting, interruption);
  } finally {
    interruption.forget();
  }
}

async function followToEnd(run: Run, setting: Setting, interruption: Interruption): Promise<Answered> {
  const { deps, terminal, common } = setting;
  let { execution } = run;
  const tell = (progress: Progress): void => {
    execution = progress.execution;
    if (!common.json) terminal.write(`${progressLine(progress, run.since)}\n`);
  };
  const seen = await Promise.race([
    followByHand(run.execution, deps, tell).catch((cause: unknown) => ({ lost: credentialsReason(cause) })),
    interruption.happened.then(() => ({ lost: 'interrupted' })),
  ]);
  if ('lost' in seen) {
    return notSeen({ ...run, execution }, { outcome: 'not-followed', said: seen.lost }, common);
  }
  if (seen.outcome === 'still-running') {
    return notSeen({ ...run, execution }, { outcome: seen.outcome, said: String(seen.said) }, common);
  }
  const lines = endedLines(seen, { appliance: run.appliance, stage: common.stage });
  return { answer: seen, lines, code: exitOfEnd(seen) };
}

type NotSeen = { outcome: 'unacknowledged' | 'not-followed' | 'still-running'; said: string };

function notSeen(run: Run, { outcome, said }: NotSeen, common: Common): Answered {
  const follow = followCommand(run, common);
  const { execution } = run;
  const state =
    outcome === 'unacknowledged'
      ? `AWS has not said whether it started ${execution} (${said}); it may run. To see it: ${follow}`
      : `no longer followed (${said}); ${execution} continues in AWS. To follow it again: ${follow}`;
  return { answer: { outcome, said, execution, follow }, lines: [state], code: EXIT.continues };
}
