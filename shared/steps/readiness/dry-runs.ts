/** How a changing function answers `{ "check": true }`: it tries its calls, each with the permissions of its own role. */
import { honoursDryRun, type Tried } from '../../aws/dry-runs.ts';
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import type { CheckAnswer, CheckQuestion, DryRun } from '../../domain/dry-run.ts';
import { messageOf, RefusedError } from '../../domain/errors.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import type { Address } from '../../domain/snapshot.ts';
import { ownerOf } from '../owner.ts';
import { parseQuestion } from './check-question.ts';

export type Subject = { question: CheckQuestion; address: Address };

/** `try` answers with a sentence when there is nothing to try the call on. */
export type Attempt = { call: string } & (
  | { untestable: string }
  | { try(subject: Subject, deps: Deps): Promise<Tried> | string }
);

export async function tries(
  event: unknown,
  deps: Deps,
  attemptsFor: (question: CheckQuestion) => Attempt[],
): Promise<CheckAnswer> {
  const question = parseQuestion(event);
  const attempts = attemptsFor(question);
  const subject = await subjectOf(question, deps);
  return { check: await Promise.all(attempts.map((attempt) => answerTo(attempt, subject, deps))) };
}

/** Everything is tried on what stands there now, written as it stands; or the reason why nothing may be tried. */
async function subjectOf(question: CheckQuestion, deps: Deps): Promise<Subject | string> {
  const appliance = findAppliance(deps.configuration, question.appliance);
  if (!appliance) throw new RefusedError(`there is no appliance "${question.appliance}" in the configuration`);
  try {
    const [address, honours] = await Promise.all([
      readAddress(deps.clients, appliance.floatingIp),
      honoursDryRun(deps.clients),
    ]);
    if (!honours) return 'EC2 did not treat a dry run as one, so nothing was tried';
    const other = foreignOwner(address, ownerOf(deps));
    return other === undefined ? { question, address } : `the address ${address.publicIp} belongs to ${other}`;
  } catch (cause) {
    return messageOf(cause);
  }
}

async function answerTo(attempt: Attempt, subject: Subject | string, deps: Deps): Promise<DryRun> {
  const { call } = attempt;
  if ('untestable' in attempt) return { call, verdict: 'not-testable', detail: attempt.untestable };
  const tried = typeof subject === 'string' ? subject : await attempt.try(subject, deps);
  return typeof tried === 'string' ? { call, verdict: 'unknown', detail: tried } : { call, ...tried };
}
