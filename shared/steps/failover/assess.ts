/** The front door's one step: reads the world, weighs the evidence, decides, and freezes the plan. It changes nothing. */
import { readAddress } from '../../aws/read-address.ts';
import type { Deps, Step } from '../../deps.ts';
import { type Appliance, findAppliance } from '../../domain/appliance.ts';
import { type Assessment, assess as weigh } from '../../domain/assess.ts';
import { type Decision, decide, type HoldReason, hold } from '../../domain/decide.ts';
import type { Evidence } from '../../domain/evidence.ts';
import { executionNameOf, readGenerationTag } from '../../domain/generation.ts';
import { neverAnswered, type PastTakeover } from '../../domain/history.ts';
import { plusSeconds } from '../../domain/instants.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Change, planChanges } from '../../domain/plan.ts';
import type { ProbeVerdict } from '../../domain/probing.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import type { TakeoverPlan } from '../../domain/takeover-plan.ts';
import type { Trigger } from '../../domain/trigger.ts';
import { look } from '../look.ts';
import { ownerOf } from '../owner.ts';
import { freezePlan, probeTarget } from './freeze-plan.ts';
import { parseStart, readTrigger, type Start } from './input.ts';
import { type History, readHistory } from './read-history.ts';
import { blueprintFor, type Holder, readHolder, readSurroundings, type Surroundings } from './read-world.ts';

export type Outcome =
  | { outcome: 'held'; because: HoldReason; detail: string; appliance?: string; evidence?: Observed }
  | {
      outcome: 'rehearsed';
      because: string;
      appliance: string;
      generation: number;
      plan: TakeoverPlan;
      changes: Change[];
      evidence: Observed;
    }
  | {
      outcome: 'taking-over';
      because: string;
      appliance: string;
      generation: number;
      execution: string;
      plan: TakeoverPlan;
      evidence: Observed;
    };

/** What was seen, for whoever asks later why it was decided so. */
type Observed = { instance: string; status: string; probe: string; health: string };

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
    // A person overrides what would be seen, so nobody waits for three probes; a rehearsal says what would be seen.
    const looks = trigger.by !== 'person' || trigger.mode === 'rehearse';
    const probe = looks ? lookAt(appliance, deps) : Promise.resolve('unknown' as const);
    // Awaited later, and never missed when something else goes wrong first.
    probe.catch(() => undefined);
    const address = await readAddress(deps.clients, appliance.floatingIp);
    const refusal = holdForTags(address, ownerOf(deps));
    if (refusal) return held(refusal, trigger.appliance);
    return assessAppliance({ start, trigger, appliance, address, probe }, deps);
  },
};

type Asked = { start: Start; trigger: Trigger; appliance: Appliance; address: Address; probe: Promise<ProbeVerdict> };

/** Begins at once where the configuration names the address; an allocation id has to be read first. */
async function lookAt(appliance: Appliance, deps: Deps): Promise<ProbeVerdict> {
  const { floatingIp, probe } = appliance;
  const named = probe.host !== undefined || !floatingIp.startsWith('eipalloc-');
  const publicIp = named ? floatingIp : (await readAddress(deps.clients, floatingIp)).publicIp;
  return look(probeTarget(appliance, { publicIp }), deps);
}

async function assessAppliance(asked: Asked, deps: Deps): Promise<Outcome> {
  const { trigger, appliance, address } = asked;
  const recorded = readGenerationTag(address.tags[TAG.generation]);
  const holderId = address.instanceId ?? address.tags[TAG.activeInstance];
  const surroundings = readSurroundings(appliance, deps);
  // Only a takeover needs them: a healthy appliance is held for its health, whatever else is missing around it.
  surroundings.catch(() => undefined);
  const [probe, holder, history] = await Promise.all([
    asked.probe,
    holderId ? readHolder(holderId, address, deps) : undefined,
    readHistory(appliance.name, recorded.kind === 'recorded' ? recorded.generation : undefined, deps),
  ]);
  const now = deps.clock.now().toISOString();
  const evidence = evidenceOf(asked, { holder, probe, history, now });
  const assessment = weigh(evidence, { rebootGraceSeconds: appliance.rebootGraceSeconds, now });
  const seen = observed(evidence, assessment);
  const holding = address.instanceId && holder?.reading.reading === 'described' ? holder.reading.instance : undefined;
  const decision = decide({ trigger, appliance, address, holder: holding, assessment, ...history, now });
  if (decision.act === 'hold' && trigger.mode !== 'rehearse') return held(decision, appliance.name, seen);
  return takeOver({ ...asked, holder, surroundings: await surroundings, history, decision, seen, now }, deps);
}

/** What the address itself says against any takeover, automatic or not. */
function holdForTags(address: Address, owner: string): Extract<Decision, { act: 'hold' }> | undefined {
  const other = foreignOwner(address, owner);
  if (other !== undefined) {
    return hold('not-owner', `${address.publicIp} belongs to ${other}, and this is ${owner}`);
  }
  const recorded = readGenerationTag(address.tags[TAG.generation]);
  if (recorded.kind === 'malformed') {
    return hold(
      'malformed-generation',
      `the tag ${TAG.generation} is "${recorded.value}", which is no generation; remove it or set it right`,
    );
  }
  if (!address.instanceId && address.networkInterfaceId) {
    return hold(
      'no-holder',
      `${address.publicIp} was given to ${address.networkInterfaceId}, which belongs to no instance`,
    );
  }
  if (!address.instanceId && !address.tags[TAG.activeInstance]) {
    return hold('no-holder', `${address.publicIp} is attached to nothing, and no tag says who held it last`);
  }
  return undefined;
}

function evidenceOf(
  { trigger, address, appliance }: Asked,
  { holder, probe, history, now }: { holder: Holder | undefined; probe: ProbeVerdict; history: History; now: string },
): Evidence {
  const [last] = history.past;
  return {
    instance: holder?.reading ?? { reading: 'absent' },
    addressHeld: address.instanceId !== undefined,
    status: holder?.status ?? 'unknown',
    probe,
    neverAnswered: last && last.record?.to === holder?.instanceId && waitedInVain(last, appliance, now),
    alarm: trigger.by === 'alarm' ? { kind: trigger.kind, since: trigger.since } : undefined,
  };
}

/** Only for as long as a cooldown: an appliance that answered later, and reboots a month after, is not meant. */
function waitedInVain(past: PastTakeover, { cooldownMinutes }: Appliance, now: string): boolean {
  const until = plusSeconds(past.stoppedAt ?? past.startedAt, cooldownMinutes * 60);
  return neverAnswered(past) && until > now;
}

function observed({ instance, status, probe }: Evidence, { health }: Assessment): Observed {
  return {
    instance: instance.reading === 'described' ? instance.instance.state : instance.reading,
    status,
    probe,
    health,
  };
}

const held = (decision: { because: HoldReason; detail: string }, appliance?: string, evidence?: Observed): Outcome => ({
  outcome: 'held',
  because: decision.because,
  detail: decision.detail,
  ...(appliance && { appliance }),
  ...(evidence && { evidence }),
});

type Decided = Asked & {
  holder: Holder | undefined;
  surroundings: Surroundings;
  history: History;
  decision: Decision;
  seen: Observed;
  now: string;
};

async function takeOver(decided: Decided, deps: Deps): Promise<Outcome> {
  const { appliance, surroundings, holder, history, trigger, seen: evidence } = decided;
  const raw = holder?.raw ?? { reading: 'absent' as const };
  const kept = await blueprintFor(appliance, surroundings, { raw, publicIp: decided.address.publicIp }, deps);
  const { generation } = history.next;
  const decision =
    decided.decision.act === 'take-over'
      ? decided.decision
      : { act: 'take-over' as const, detail: `held: ${decided.decision.detail}`, avoidImageIds: [] };
  const plan = freezePlan({ ...decided, decision, kept, generation, owner: ownerOf(deps) });
  const answer = { because: decision.detail, appliance: appliance.name, generation, plan, evidence };
  if (trigger.mode === 'rehearse') return { outcome: 'rehearsed', ...answer, changes: rehearse(plan, decided.address) };
  return { outcome: 'taking-over', ...answer, execution: executionNameOf({ appliance: appliance.name, generation }) };
}

/** The changes that this plan would make, by the same function that makes them. */
function rehearse(plan: TakeoverPlan, address: Address): Change[] {
  const old = plan.old && { instanceId: plan.old.instanceId, stopped: false };
  return planChanges({ traffic: { address, routes: plan.routes }, old, fencing: plan.fencing });
}
