/** Writes down what the active instance is made of, and that it is the active one: only what differs. */
import { blueprintOf, keepBlueprint, templateOf } from '../../aws/blueprint.ts';
import { autoRecoveryOf, candidateOf, forwardsOf, readNamesakes } from '../../aws/read-candidate.ts';
import { describeInstance, type Ec2Instance, instanceOf } from '../../aws/read-instances.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { activeBefore, isTagElsewhere } from '../../domain/decision/active-instance.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import type { Condition } from '../../domain/messages/news.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { whyNotAdoptable } from '../../domain/takeover/adoptable.ts';
import { readTakenOver } from '../line/taken-over.ts';
import { sideBySide } from '../pace/side-by-side.ts';
import { ownerOf } from '../world/owner.ts';
import { readSurroundings, type Surroundings } from '../world/read-world.ts';
import {
  driftConditions,
  foreignVersion,
  forwardingConditions,
  imageConditions,
  movedConditions,
  recoveryConditions,
} from './conditions.ts';
import { refuseOutOfLine } from './out-of-line.ts';
import { beginProbation } from './prove-probe.ts';
import { stillThere, whoMayBeAdopted } from './still-there.ts';

/** `probation`: what the alarm of the probe says since then, where the probation has begun anew. */
type Adoption = { active: string; changes: string[]; probation: string | undefined };

/**
 * `found` gets what operators are notified of.
 *
 * @throws RefusedError with every reason why the holder of the address cannot be carried over.
 * @throws TransientError when that cannot be decided now.
 */
export async function adopt({ appliance, address, before: alarms, found }: Adopting, deps: Deps): Promise<Adoption> {
  const active = await whoMayBeAdopted(appliance, address, deps);
  const before = beforeOf(address, alarms);
  const raw = await readAdoptable(appliance, address, active, deps);
  await refuseOutOfLine({ appliance, address, instance: instanceOf(raw) }, deps);
  const takenOver = await isTakenOver({ appliance, address, before, raw }, deps);
  const surroundings = await readSurroundings(appliance, deps);
  await stillThere(appliance, address, deps);
  const written = await write({ appliance, active, address, before, raw, takenOver, surroundings, found }, deps);
  const { networkInterfaceIds } = instanceOf(raw);
  const aim = address.networkInterfaceId ?? networkInterfaceIds[0] ?? '';
  found.push(
    ...(takenOver ? [] : movedConditions(address, { active, before })),
    ...driftConditions(surroundings.routes, aim),
    ...(surroundings.routes.length > 0 ? forwardingConditions(aim, forwardsOf(raw, aim)) : []),
    ...imageConditions(surroundings.images),
    ...recoveryConditions(appliance, { active, autoRecovery: autoRecoveryOf(raw) }),
  );
  return { active, ...written };
}

/** `before`: what the status check alarm watches; undefined when that could not be read. */
type Adopting = {
  appliance: Appliance;
  address: Address;
  before: { watched: string | undefined } | undefined;
  found: Condition[];
};

type Adoptee = {
  appliance: Appliance;
  active: string;
  address: Address;
  /** The instance that was active before, where it was another one. */
  before: string | undefined;
  raw: Ec2Instance;
  /** A verified takeover moved the traffic to it. */
  takenOver: boolean;
  surroundings: Surroundings;
  /** Conditions that operators are notified of, also when a write is refused afterwards. */
  found: Condition[];
};

/** The instance first: where its tags are denied, it is not ours, and nothing else may follow it. */
async function write(adoptee: Adoptee, deps: Deps): Promise<Pick<Adoption, 'changes' | 'probation'>> {
  const { appliance, active, address, raw } = adoptee;
  const tagged = await tagInstance(raw, { [TAG.appliance]: appliance.name, [TAG.role]: 'active' }, deps);
  const probation = isGivenByHand(adoptee) ? await beginProbation(appliance, deps) : undefined;
  const mine = { [TAG.owner]: ownerOf(deps), ...(probation !== undefined && { [TAG.probe]: probation }) };
  const changes = await sideBySide([
    refreshTemplate(adoptee, deps),
    tagAddress(address, { ...mine, [TAG.activeInstance]: active }, deps),
  ]);
  return { changes: [...tagged, ...changes.flat()], probation };
}

/**
 * A tag alone makes no other instance the one before: else writing it would take the vote of the probe away.
 *
 * @throws TransientError while only the tag could say it.
 */
function beforeOf(address: Address, alarms: Adopting['before']): string | undefined {
  if (alarms) return activeBefore(address, alarms.watched);
  if (isTagElsewhere(address))
    throw new TransientError('which instance was active before is unknown: no alarm was read');
  return undefined;
}

/**
 * Asked only where the address has another holder than before, or than its tag says. A tag of the instance is no proof of it.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
async function isTakenOver(
  { appliance, address, before, raw }: Pick<Adoptee, 'appliance' | 'address' | 'before' | 'raw'>,
  deps: Deps,
): Promise<boolean> {
  if (before === undefined && !isTagElsewhere(address)) return false;
  const { id: instanceId, tags } = instanceOf(raw);
  const found = await readTakenOver({ appliance, instanceId, pointer: tags[TAG.by] }, deps);
  return found.found === 'yes';
}

/** Such an instance may not answer yet: its probe has to prove itself. */
const isGivenByHand = ({ before, takenOver }: Adoptee): boolean => before !== undefined && !takenOver;

/** @throws RefusedError with every reason why this instance cannot be carried over. */
async function readAdoptable(
  appliance: Appliance,
  address: Address,
  instanceId: string,
  { clients }: Deps,
): Promise<Ec2Instance> {
  const answer = await describeInstance(clients, instanceId);
  if (answer.reading === 'unreadable') throw new TransientError(`${instanceId} is unreadable (${answer.why})`);
  if (answer.reading === 'absent') throw new RefusedError(`${instanceId} holds the address, but is absent`);
  const { tags } = instanceOf(answer.raw);
  // Names count once: afterwards retired instances of the same name remain, and the address names the active
  // instance, or the instance itself does when the tags of the address were removed.
  const ours = tags[TAG.appliance] === appliance.name && tags[TAG.role] === 'active';
  const first = address.tags[TAG.activeInstance] === undefined && !ours;
  const namesakes = first && tags.Name !== undefined ? await readNamesakes(clients, tags.Name) : first ? [] : undefined;
  const reasons = whyNotAdoptable({ ...candidateOf(answer.raw, address.publicIp), namesakes }, appliance);
  if (reasons.length > 0) throw new RefusedError(reasons.join('; '));
  return answer.raw;
}

async function refreshTemplate({ appliance, raw, surroundings, found }: Adoptee, deps: Deps): Promise<string[]> {
  const { name } = appliance;
  const { images, securityGroupIds } = surroundings;
  const live = await blueprintOf(deps.clients, raw, appliance);
  const blueprint = securityGroupIds ? { ...live.blueprint, securityGroupIds } : live.blueprint;
  const template = templateOf(deps.deployment, name);
  const tags = { Name: template.name, [TAG.appliance]: name, [TAG.owner]: ownerOf(deps) };
  const { volumeInitialization: mibPerSecond } = appliance;
  const rated = mibPerSecond === undefined ? undefined : { mibPerSecond, devices: images[0]?.snapshotDevices ?? [] };
  const wanted = { ...live, ...template, blueprint, imageId: images[0]?.id, tags, rated };
  const kept = await keepBlueprint(deps.clients, wanted, (version) =>
    found.push(foreignVersion(template.name, version)),
  );
  return kept === 'unchanged' ? [] : [`launch template ${template.name} ${kept}`];
}

async function tagAddress(address: Address, wanted: Record<string, string>, { clients }: Deps): Promise<string[]> {
  return writeMissing(clients, address.allocationId, address.tags, wanted);
}

async function tagInstance(raw: Ec2Instance, wanted: Record<string, string>, { clients }: Deps): Promise<string[]> {
  const { id, tags } = instanceOf(raw);
  return writeMissing(clients, id, tags, wanted);
}

async function writeMissing(
  clients: Deps['clients'],
  resourceId: string,
  tags: Record<string, string>,
  wanted: Record<string, string>,
): Promise<string[]> {
  const missing = Object.entries(wanted).filter(([key, value]) => tags[key] !== value);
  if (missing.length === 0) return [];
  await writeTags(clients, resourceId, Object.fromEntries(missing));
  return missing.map(([key, value]) => `${resourceId} ${key}=${value}`);
}
