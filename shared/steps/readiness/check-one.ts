/** The readiness of one appliance: read, tried, judged, published, and what is red handed on for a notification. */
import { readAddress } from '../../aws/read-address.ts';
import { publishReadiness } from '../../aws/readiness-metric.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { messageOf } from '../../domain/errors.ts';
import { type AppliancesNews, type Condition, isSent, readSent, stillNotReady } from '../../domain/messages/news.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { imageAgeHours } from '../../domain/readiness/images.ts';
import { allUnknown, judge } from '../../domain/readiness/judges.ts';
import { type ApplianceReadiness, answerOf, type Check } from '../../domain/readiness/verdict.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { finding } from '../dry-runs/finding.ts';
import { writeSentTag } from '../sweep/tags-of-address.ts';
import { ownerOf } from '../world/owner.ts';
import { takeoverRuns } from '../world/takeover-runs.ts';
import { type Account, gather, type ReadinessDeps } from './gather.ts';
import { tryCalls } from './try-calls.ts';

/** `problems` are duties that could not be done this time. */
export type Checked = { readiness: ApplianceReadiness & { problems: string[] }; news?: AppliancesNews | undefined };

export async function checkOne(appliance: Appliance, account: Account, deps: ReadinessDeps): Promise<Checked> {
  const found = await finding(readAddress(deps.clients, appliance.floatingIp));
  const address = found.found === 'read' ? found.answer : undefined;
  const atWork = address && (await whyNotNow(appliance, address, deps));
  if (atWork !== undefined) return notChecked(appliance, atWork);
  const gathered = await gather(appliance, { address: found, account }, deps);
  const dryRuns = await tryCalls(gathered, deps);
  const facts = { ...gathered.facts, dryRuns };
  const readiness = {
    ...readinessOf(appliance, judge(facts)),
    dryRuns: dryRuns.flatMap(({ name, tried }) => (tried.found === 'read' ? [{ name, check: tried.answer }] : [])),
    imageAgeHours: imageAgeHours(facts),
  };
  const problems = await publish(readiness, deps);
  const ours = address && foreignOwner(address, ownerOf(deps)) === undefined ? address : undefined;
  if (ours) problems.push(...(await forget(readiness, ours, deps)));
  const news = ours ? newsOf(readiness, ours) : address && foreignNews(readiness, address);
  return { readiness: { ...readiness, problems }, news };
}

/** Neither red nor green, and so neither published nor notified. */
export const notChecked = (appliance: Appliance, why: string): Checked => ({
  readiness: { ...readinessOf(appliance, allUnknown(why)), problems: [] },
});

const readinessOf = ({ name }: Appliance, checks: Check[]): ApplianceReadiness => ({
  appliance: name,
  answer: answerOf(checks),
  checks,
  dryRuns: [],
});

/** A takeover needs the calls that would only be tried here, and moves what would be judged. */
async function whyNotNow({ name }: Appliance, address: Address, deps: ReadinessDeps): Promise<string | undefined> {
  try {
    return (await takeoverRuns(name, address, deps)) ? 'a takeover is running' : undefined;
  } catch (cause) {
    return `whether a takeover is running is unknown: ${messageOf(cause)}`;
  }
}

function publish(readiness: ApplianceReadiness, { clients, clock }: ReadinessDeps): Promise<string[]> {
  const { appliance, answer, imageAgeHours } = readiness;
  return problemsOf(publishReadiness(clients, { appliance, answer, imageAgeHours, at: clock.now().toISOString() }));
}

const problemsOf = (work: Promise<unknown>): Promise<string[]> =>
  work.then(
    () => [],
    (cause) => [messageOf(cause)],
  );

const conditionOf = ({ check, sentence }: Check): Condition => ({ kind: 'not-ready', about: check, detail: sentence });

/** A check that is no longer red may be notified again one day; one that is unknown now may still be red. */
function forget({ checks }: ApplianceReadiness, address: Address, deps: ReadinessDeps): Promise<string[]> {
  const open = checks.filter(({ verdict }) => verdict === 'not-ready' || verdict === 'unknown').map(conditionOf);
  const sent = stillNotReady(readSent(address.tags[TAG.sent]), open);
  return problemsOf(writeSentTag(address, sent, deps));
}

/** Nothing may be written to another owner's address, so each hourly check notifies; the owner is the reason for the rest. */
function foreignNews({ appliance, checks }: ApplianceReadiness, address: Address): AppliancesNews {
  const { allocationId, publicIp } = address;
  const conditions = checks.filter(({ check }) => check === 'address').map(conditionOf);
  return { appliance, allocationId, publicIp, conditions: conditions.map((each) => ({ ...each, insist: true })) };
}

/** As the sweep's: all that is red, when anything of it is not notified yet. */
function newsOf({ appliance, checks }: ApplianceReadiness, address: Address): AppliancesNews | undefined {
  const { allocationId, publicIp, tags } = address;
  // The sweep notifies of the standby within minutes, and with what is done about it.
  const red = checks.filter(({ verdict, check }) => verdict === 'not-ready' && check !== 'standby');
  const conditions = red.map(conditionOf);
  const sent = readSent(tags[TAG.sent]);
  return conditions.every((condition) => isSent(sent, condition))
    ? undefined
    : { appliance, allocationId, publicIp, conditions };
}
