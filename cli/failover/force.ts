/** Before an appliance that may answer is replaced: what is known of it, what would be done, what is lost, and a question. */

import { RefusedError } from '../../shared/domain/errors.ts';
import { followByHand } from '../../shared/steps/people/follow-by-hand.ts';
import { startByHand } from '../../shared/steps/people/start.ts';
import { readStatus } from '../../shared/steps/people/status.ts';
import { applianceNamed } from './appliance-named.ts';
import { briefingLines } from './briefing.ts';
import { credentialsReason } from './credentials.ts';
import { EXIT } from './exit-codes.ts';
import { type Answered, requestedBy, type Setting } from './setting.ts';
import { endedLines } from './words.ts';

type Forced = { command: 'switchover' | 'failover'; appliance: string; yes: boolean };

/** Undefined when the person means it; otherwise why nothing was started. */
export async function confirmForce(forced: Forced, setting: Setting): Promise<Answered | undefined> {
  const { deps, terminal, door, common } = setting;
  const { appliance } = forced;
  if (terminal.live && !common.json) terminal.write('reading its health, and the plan of a rehearsal ...\n');
  const [[status], rehearsal] = await Promise.all([
    readStatus([applianceNamed(deps.configuration, appliance)], deps),
    rehearse(appliance, setting),
  ]);
  if (rehearsal.outcome !== 'rehearsed' || !status) {
    const lines = [...endedLines(rehearsal, { appliance, stage: common.stage }), NOTHING];
    return { answer: rehearsal, lines, code: rehearsal.outcome === 'held' ? EXIT.refused : EXIT.failed };
  }
  const { region } = deps.deployment;
  const words = { mode: forced.command, stage: common.stage, region, now: deps.clock.now().toISOString() };
  const briefing = briefingLines({ status, said: rehearsal.said, ...words }, terminal.paint);
  const show = common.json ? terminal.complain : terminal.write;
  show(`${briefing.join('\n')}\n`);
  if (forced.yes) return undefined;
  const answer = await door.person.ask(`Type the name of the appliance to start the ${forced.command} now: `);
  if (answer === appliance) return undefined;
  const because = answer ? `the answer is not "${appliance}"` : 'there was no answer';
  return { answer: { outcome: 'not-confirmed', said: because }, lines: [`${because}; ${NOTHING}`], code: EXIT.refused };
}

const NOTHING = 'nothing was started';

/** The machine itself says what it would do; a rehearsal reads and changes nothing. */
async function rehearse(appliance: string, setting: Setting) {
  const { deps, door } = setting;
  const name = `person-${appliance}-${door.newId()}-rehearsal`;
  const reason = 'the plan of a forced move';
  const request = {
    name,
    appliance,
    requestedBy: requestedBy(setting),
    reason,
    machine: 'failover',
    mode: 'rehearse',
  } as const;
  const answer = await startByHand(request, deps);
  if (answer.started !== 'yes') {
    const why = answer.started === 'no' ? credentialsReason(answer.cause) : answer.why;
    throw new RefusedError(`the plan could not be rehearsed: ${why}; ${NOTHING}`, { cause: answer });
  }
  return followByHand(name, deps, () => undefined).catch((cause: unknown) => {
    throw new RefusedError(`the plan could not be rehearsed: ${credentialsReason(cause)}; ${NOTHING}`, { cause });
  });
}
