/** How a changing function answers `{ "check": true }`: it tries its calls, each with the permissions of its own role. */
import { type Look, lookAtAddresses } from '../../aws/dry-run-looks.ts';
import type { Tried } from '../../aws/dry-runs.ts';
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import { type Appliance, findAppliance } from '../../domain/appliance.ts';
import { messageOf, RefusedError } from '../../domain/errors.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import type { Address } from '../../domain/snapshot.ts';
import type { CheckAnswer, CheckQuestion, DryRun } from '../../domain/takeover/dry-run.ts';
import { ownerOf } from '../world/owner.ts';
import { parseQuestion } from './check-question.ts';

export type Subject = { question: CheckQuestion; address: Address };

/** `look` is a read, which can do no harm; `try` answers with a sentence when there is nothing to try the call on. */
export type Attempt = { call: string } & (
  | { untestable: string }
  | { look: Look }
  | { try(subject: Subject, deps: Deps): Promise<Tried> | string }
);

export async function tries(
  event: unknown,
  deps: Deps,
  attemptsFor: (question: CheckQuestion) => Attempt[],
): Promise<CheckAnswer> {
  const question = parseQuestion(event);
  const appliance = findAppliance(deps.configuration, question.appliance);
  if (!appliance) throw new RefusedError(`there is no appliance "${question.appliance}" in the configuration`);
  const addresses = lookAtAddresses(deps.clients);
  const subject = subjectOf({ question, appliance, addresses }, deps);
  const look = addresses.then((tried): DryRun => ({ call: 'ec2:DescribeAddresses', ...tried }));
  return { check: await Promise.all([look, ...attemptsFor(question).map((each) => answerTo(each, subject, deps))]) };
}

type Asked = { question: CheckQuestion; appliance: Appliance; addresses: Promise<Tried> };

/** Everything is tried on what stands there now, written as it stands; or the reason why nothing may be tried. */
async function subjectOf({ question, appliance, addresses }: Asked, deps: Deps): Promise<Subject | string> {
  try {
    const [address, { verdict }] = await Promise.all([readAddress(deps.clients, appliance.floatingIp), addresses]);
    // An endpoint that does not know what a dry run is would stop the instance that it was only asked about.
    if (verdict !== 'allowed') return 'EC2 did not treat a dry run as one, so nothing was tried';
    const other = foreignOwner(address, ownerOf(deps));
    return other === undefined ? { question, address } : `the address ${address.publicIp} belongs to ${other}`;
  } catch (cause) {
    return messageOf(cause);
  }
}

async function answerTo(attempt: Attempt, about: Promise<Subject | string>, deps: Deps): Promise<DryRun> {
  const { call } = attempt;
  if ('untestable' in attempt) return { call, verdict: 'not-testable', detail: attempt.untestable };
  if ('look' in attempt) return { call, ...(await attempt.look(deps.clients)) };
  const subject = await about;
  const tried = typeof subject === 'string' ? subject : await attempt.try(subject, deps);
  return typeof tried === 'string' ? { call, verdict: 'unknown', detail: tried } : { call, ...tried };
}
