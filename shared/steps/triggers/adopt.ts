/** Writes down what the active instance is made of, and that it is the active one: only what differs. */
import { readWatched, watchInstance } from '../../aws/alarms.ts';
import { blueprintOf, keepBlueprint, templateNameOf } from '../../aws/blueprint.ts';
import { seeExecution } from '../../aws/executions.ts';
import { readAddress } from '../../aws/read-address.ts';
import { candidateOf, readNamesakes } from '../../aws/read-candidate.ts';
import { describeInstance, type Ec2Instance, instanceOf } from '../../aws/read-instances.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import { whyNotAdoptable } from '../../domain/adoptable.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError } from '../../domain/errors.ts';
import { readGenerationTag } from '../../domain/generation.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { readSurroundings, type Surroundings } from '../failover/read-world.ts';
import { ownerOf } from '../owner.ts';
import { sideBySide } from '../side-by-side.ts';

export type Adoption =
  | { appliance: string; active: string; changes: string[] }
  | { appliance: string; refused: string };

export async function adopt(appliance: Appliance, deps: Deps): Promise<Adoption> {
  const address = await readAddress(deps.clients, appliance.floatingIp);
  const refused = (await whyNotNow(appliance, address, deps)) ?? '';
  if (refused || !address.instanceId) return { appliance: appliance.name, refused };

  const raw = await readAdoptable(appliance, address, address.instanceId, deps);
  const surroundings = await readSurroundings(appliance, deps);
  const late = await whyNoLonger(appliance, address, deps);
  if (late) return { appliance: appliance.name, refused: late };
  return write({ appliance, active: address.instanceId, address, raw, surroundings }, deps);
}

/** What stands against adopting anybody at the moment; undefined when nothing does. */
async function whyNotNow({ name }: Appliance, address: Address, deps: Deps): Promise<string | undefined> {
  const owner = ownerOf(deps);
  const other = foreignOwner(address, owner);
  if (other !== undefined) {
    return `the address ${address.publicIp} belongs to ${other}, and this is ${owner}`;
  }
  const recorded = readGenerationTag(address.tags[TAG.generation]);
  if (recorded.kind === 'malformed') return `the tag ${TAG.generation} is "${recorded.value}", which is no generation`;
  if (!address.instanceId) return `the address ${address.publicIp} is attached to no instance`;
  return (await takeoverRuns(name, address, deps)) ? 'a takeover is running' : undefined;
}

/** Asked again right before the first write: a takeover may have begun, and moved, while this one was reading. */
async function whyNoLonger(appliance: Appliance, before: Address, deps: Deps): Promise<string | undefined> {
  const now = await readAddress(deps.clients, appliance.floatingIp);
  if (now.instanceId !== before.instanceId) return `the address moved to ${now.instanceId ?? 'nothing'} meanwhile`;
  return whyNotNow(appliance, now, deps);
}

type Adoptee = { appliance: Appliance; active: string; address: Address; raw: Ec2Instance; surroundings: Surroundings };

async function write({ appliance, active, address, raw, surroundings }: Adoptee, deps: Deps): Promise<Adoption> {
  const { name } = appliance;
  const changes = await sideBySide([
    refreshTemplate(appliance, raw, surroundings, deps),
    tagAddress(address, { [TAG.owner]: ownerOf(deps), [TAG.activeInstance]: active }, deps),
    tagInstance(raw, { [TAG.appliance]: name, [TAG.role]: 'active' }, deps),
    watch(name, active, deps),
  ]);
  return { appliance: name, active, changes: changes.flat() };
}

/** While one runs it is the takeover that says who is active. */
async function takeoverRuns(appliance: string, address: Address, { clients, deployment }: Deps): Promise<boolean> {
  const recorded = readGenerationTag(address.tags[TAG.generation]);
  const generation = recorded.kind === 'recorded' ? recorded.generation : 0;
  const { takeoverMachineArn } = deployment;
  const statuses = await Promise.all(
    [generation, generation + 1]
      .filter((candidate) => candidate > 0)
      .map((candidate) => seeExecution(clients, { takeoverMachineArn, appliance, generation: candidate })),
  );
  return statuses.some(({ status }) => status === 'RUNNING');
}

/** @throws RefusedError with every reason why this instance cannot be carried over. */
async function readAdoptable(
  appliance: Appliance,
  address: Address,
  instanceId: string,
  { clients }: Deps,
): Promise<Ec2Instance> {
  const answer = await describeInstance(clients, instanceId);
  if (answer.reading !== 'described') {
    throw new RefusedError(
      `${instanceId} holds the address, but is ${answer.reading}${answer.reading === 'unreadable' ? ` (${answer.why})` : ''}`,
    );
  }
  // Names count once: afterwards retired instances of the same name lie about, and the address says who is active.
  const first = address.tags[TAG.activeInstance] === undefined;
  const name = instanceOf(answer.raw).tags.Name;
  const namesakes = first && name !== undefined ? await readNamesakes(clients, name) : first ? [] : undefined;
  const reasons = whyNotAdoptable({ ...candidateOf(answer.raw, address.publicIp), namesakes }, appliance);
  if (reasons.length > 0) throw new RefusedError(reasons.join('; '));
  return answer.raw;
}

async function refreshTemplate(
  appliance: Appliance,
  raw: Ec2Instance,
  { images, securityGroupIds }: Surroundings,
  deps: Deps,
): Promise<string[]> {
  const { name } = appliance;
  const live = await blueprintOf(deps.clients, raw, appliance.userData);
  const blueprint = securityGroupIds ? { ...live.blueprint, securityGroupIds } : live.blueprint;
  const template = templateNameOf({ stage: deps.deployment.stage, appliance: name });
  const tags = { Name: template, [TAG.appliance]: name, [TAG.owner]: ownerOf(deps) };
  const kept = await keepBlueprint(deps.clients, { ...live, blueprint, name: template, imageId: images[0]?.id, tags });
  return kept === 'unchanged' ? [] : [`launch template ${template} ${kept}`];
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

async function watch(appliance: string, instanceId: string, { clients, deployment }: Deps): Promise<string[]> {
  const { stage } = deployment;
  if ((await readWatched(clients, { stage, appliance })) === instanceId) return [];
  await watchInstance(clients, { stage, appliance, instanceId });
  return [`status check alarm watches ${instanceId}`];
}
