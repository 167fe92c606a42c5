/** The failover machine's one step: reads the world, weighs the evidence, decides, and freezes the plan. It changes nothing. */

import { asAttached } from '../../aws/attachment.ts';
import { listsWanted, refuseMissingLists } from '../../aws/prefix-lists.ts';
import { readAddress } from '../../aws/read-address.ts';
import type { Deps, Step } from '../../deps.ts';
import { type Appliance, findAppliance } from '../../domain/appliance.ts';
import { type ActiveFacts, isTagElsewhere, withLastHolder } from '../../domain/decision/active-instance.ts';
import { assess as weigh } from '../../domain/decision/assess.ts';
import { type Decision, decide, hold, holdForLock } from '../../domain/decision/decide.ts';
import type { Evidence } from '../../domain/decision/evidence.ts';
import { executionNameOf, hintedGeneration } from '../../domain/decision/generation.ts';
import type { HoldReason } from '../../domain/decision/hold-reason.ts';
import { holdUnproven } from '../../domain/decision/planned-move.ts';
import { holderOf } from '../../domain/decision/suspicion.ts';
import { isBehindEvent, type Trigger } from '../../domain/decision/trigger.ts';
import { failedSince } from '../../domain/decision/witnesses.ts';
import { TransientError } from '../../domain/errors.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Address, type Route, TAG } from '../../domain/snapshot.ts';
import { measuredBoot } from '../../domain/takeover/measured-boot.ts';
import { type Change, plannedChanges } from '../../domain/traffic/plan.ts';
import { type StoredPlan, storedPlan } from '../../domain/traffic/stored-routes.ts';
import { evidenceOf, type Observed, observed } from '../world/evidence-of.ts';
import { holdingOf } from '../world/holding.ts';
import { ownerOf } from '../world/owner.ts';
import { type History, readHistory } from '../world/read-history.ts';
import { readStandby, type SeenStandby } from '../world/read-standby.ts';
import { askWitnesses, beginLook, type Looking, type Witnesses } from '../world/read-witnesses.ts';
import { blueprintFor, type Holder, readHolder, readSurroundings, type Surroundings } from '../world/read-world.ts';
import { freezePlan } from './freeze-plan.ts';
import { parseStart, readTrigger, type Start } from './input.ts';

export type Outcome =
  | {
      outcome: 'held';
      because: HoldReason;
      detail: string;
      /** For the reboot that a rotation has announced. */
      announced?: true;
      appliance?: string;
      evidence?: Observed;
    }
  | {
      outcome: 'rehearsed';
      because: string;
      appliance: string;
      generation: number;
      plan: StoredPlan;
      changes: Change[];
      evidence: Observed;
    }
  | {
      outcome: 'taking-over';
      because: string;
      appliance: string;
      generation: number;
      execution: string;
      plan: StoredPlan;
      evidence: Observed;
    };

export const assess: Step<Start, Outcome> = {
  parse: parseStart,
  async run(start, deps) {
    const reading = readTrigger(start.input, deps.deployment);
    if ('hold' in reading) return held(reading.hold);
    const { trigger } = reading;
    const appliance = findAppliance(deps.configuration, trigger.appliance);
    if (!appliance) {
      const known = deps.configuration.appliances.map(({ name }) => name).join(', ');
      return held(hold('unknown-appliance', `"${trigger.appliance}" is not configured; these are: ${known}`));
    }
    const looking = beginLook(appliance, trigger, deps);
    const address = await asAttached(await readAddress(deps.clients, appliance.floatingIp), deps.clients);
    const refusal = holdForTags(address, ownerOf(deps));
    if (refusal) return held(refusal, trigger.appliance);
    return assessAppliance({ start, trigger, appliance, address, looking }, deps);
  },
};

type Asked = { start: Start; trigger: Trigger; appliance: Appliance; address: Address; looking: Looking };

async function assessAppliance(asked: Asked, deps: Deps): Promise<Outcome> {
  const { trigger, appliance, looking } = asked;
  // The lock first, which costs EC2 and CloudWatch nothing: when a zone is lost, many ask about the same appliance twice.
  const history = await readHistory(appliance.name, hintedGeneration(asked.address.tags[TAG.generation]), deps);
  const { next } = history;
  if (next.next === 'hold' && trigger.mode !== 'rehearse') return held(holdForLock(next), appliance.name);
  const witnesses = askWitnesses(looking, { appliance, trigger }, deps);
  const surroundings = readSurroundings(appliance, deps);
  // Only a takeover needs them: a healthy appliance is held for its health, even if other things around it are
  // missing.
  surroundings.catch(() => undefined);
  const standby = readStandby(appliance, asked.address, deps).catch(() => undefined);
  const facts = () => activeFacts(witnesses, history, surroundings);
  const address = asked.address.instanceId === undefined ? withLastHolder(asked.address, await facts()) : asked.address;
  const noHolder = holdWithoutHolder(address);
  if (noHolder) return held(noHolder, appliance.name);
  const [first, testimony, holder] = await Promise.all([
    witnesses.probe,
    witnesses.testimony,
    readHolderAfter(trigger, address, deps),
  ]);
  // Meanwhile the own look may be over as well.
  const probe = await Promise.race([witnesses.own, first]);
  const now = deps.clock.now().toISOString();
  const evidence = evidenceOf({ trigger, appliance, address, holder, probe, testimony, history, now });
  const { rebootGraceSeconds, bootLimitSeconds } = appliance;
  const assessment = weigh(evidence, { rebootGraceSeconds, bootLimitSeconds, now });
  const seen = observed(evidence, assessment);
  const holding = address.instanceId ? await holdingOf(appliance.name, { holder, history }, deps) : undefined;
  const routes = await routesOfUnfinished(history, surroundings);
  const active = isTagElsewhere(address) ? await facts() : undefined;
  const weighed = { ...{ trigger, appliance, address, holder: holding }, assessment, routes, active, ...history, now };
  const decision = decide(weighed);
  if (decision.act === 'hold' && trigger.mode !== 'rehearse') return held(decision, appliance.name, seen);
  const unproven =
    decision.act === 'take-over' && !decision.finish && (await whyUnproven(asked, evidence, surroundings));
  if (unproven) return held(unproven, appliance.name, seen);
  const failedAt = failedSince(evidence, { trigger, rebootGraceSeconds, now });
  return takeOver(
    {
      ...{ ...asked, address, holder, surroundings: await surroundings, history, decision, seen, failedAt, now },
      standby: await standby,
    },
    deps,
  );
}

/** Only where the last takeover may be unfinished: no other decision waits for them. */
function routesOfUnfinished(
  { past: [last] }: History,
  surroundings: Promise<Surroundings>,
): Promise<Route[] | undefined> | undefined {
  if (!last || last.status === 'SUCCEEDED') return undefined;
  return surroundings.then((read) => read.routes).catch(() => undefined);
}

/** Only where the tag of the address is the only other source for the active instance: no other path waits for the images. */
async function activeFacts(
  witnesses: Witnesses,
  { past }: History,
  surroundings: Promise<Surroundings>,
): Promise<ActiveFacts> {
  const images = surroundings.then(({ images: [newest] }) => newest?.sourceInstanceId).catch(() => undefined);
  const [{ alarms }, imagedFrom] = await Promise.all([witnesses.testimony, images]);
  return { past, imagedFrom, watched: 'read' in alarms ? alarms.read.statusCheck?.instanceId : undefined };
}

/** Only a planned move waits for it: every other request is decided without its surroundings. */
async function whyUnproven(
  { trigger, appliance: { fencing } }: Asked,
  { probeProven }: Evidence,
  surroundings: Promise<Surroundings>,
): Promise<ReturnType<typeof holdUnproven>> {
  if (trigger.mode !== 'switchover') return undefined;
  const { images } = await surroundings;
  return holdUnproven({ trigger, fencing, probeProven, measuredBoot: measuredBoot(images) });
}

/** @throws TransientError while EC2's answer is older than EC2's event: a caller that asks again soon gets the current state. */
async function readHolderAfter(trigger: Trigger, address: Address, deps: Deps): Promise<Holder | undefined> {
  const holderId = holderOf(address);
  const holder = holderId ? await readHolder(holderId, address, deps) : undefined;
  if (isBehindEvent(trigger, holder?.reading, deps.clock.now().toISOString())) {
    throw new TransientError(`EC2 does not show its own event yet: ${trigger.reason}`);
  }
  return holder;
}

/** What the address itself says against any takeover, automatic or not. */
function holdForTags(address: Address, owner: string): Extract<Decision, { act: 'hold' }> | undefined {
  const other = foreignOwner(address, owner);
  if (other !== undefined) {
    return hold('not-owner', `${address.publicIp} belongs to ${other}, and this is ${owner}`);
  }
  return undefined;
}

/** An address that leads to no instance, and of which nothing says which one it led to. */
function holdWithoutHolder(address: Address): Extract<Decision, { act: 'hold' }> | undefined {
  if (!address.instanceId && address.networkInterfaceId) {
    return hold(
      'no-holder',
      `${address.publicIp} was given to ${address.networkInterfaceId}, which belongs to no instance`,
    );
  }
  if (!address.instanceId && !address.tags[TAG.activeInstance]) {
    return hold('no-holder', `${address.publicIp} is attached to nothing, and nothing says who held it last`);
  }
  return undefined;
}

type Held = { because: HoldReason; detail: string; announced?: true };

const held = (decision: Held, appliance?: string, evidence?: Observed): Outcome => ({
  outcome: 'held',
  because: decision.because,
  detail: decision.detail,
  ...(decision.announced && { announced: true }),
  ...(appliance && { appliance }),
  ...(evidence && { evidence }),
});

type Decided = Asked & {
  holder: Holder | undefined;
  surroundings: Surroundings;
  history: History;
  decision: Decision;
  seen: Observed;
  failedAt: string | undefined;
  standby: SeenStandby | undefined;
  now: string;
};

async function takeOver(decided: Decided, deps: Deps): Promise<Outcome> {
  const { appliance, surroundings, holder, history, trigger, seen: evidence } = decided;
  const raw = holder?.raw ?? { reading: 'absent' as const };
  const kept = blueprintFor(appliance, surroundings, { raw, publicIp: decided.address.publicIp });
  const { generation } = history.next;
  const decision =
    decided.decision.act === 'take-over'
      ? decided.decision
      : { act: 'take-over' as const, detail: `held: ${decided.decision.detail}`, avoidImageIds: [] };
  const { past } = history;
  const lists = listsWanted(surroundings.routes);
  if (lists.length > 0) await refuseMissingLists(deps.clients, lists);
  const plan = freezePlan({ ...decided, decision, kept, generation, past, owner: ownerOf(deps) });
  const answer = { because: decision.detail, appliance: appliance.name, generation, plan: storedPlan(plan), evidence };
  if (trigger.mode === 'rehearse') return { outcome: 'rehearsed', ...answer, changes: plannedChanges(plan) };
  return { outcome: 'taking-over', ...answer, execution: executionNameOf({ appliance: appliance.name, generation }) };
}
