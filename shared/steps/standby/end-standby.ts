/** Terminates a standby that is superfluous: while another one is ready, and nothing leads to this one. */
import { terminate } from '../../aws/launch.ts';
import { readAddress } from '../../aws/read-address.ts';
import { describeInstance, type Ec2Instance, instanceOf } from '../../aws/read-instances.ts';
import { devicesOf, setVolumesEnd } from '../../aws/standby.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { restOf } from '../../domain/decision/standby-state.ts';
import { GaveWayError, RefusedError, TransientError } from '../../domain/errors.ts';
import { takeoverRunsWords } from '../../domain/images/rotation.ts';
import { lackingTags } from '../../domain/own-tags.ts';
import { type Address, hasEnded, type Instance, TAG } from '../../domain/snapshot.ts';
import { isStandbyOfOurs } from '../provenance/standby-origin.ts';
import { ownerOf } from '../world/owner.ts';
import { readRoutesOf, routeTo } from '../world/routes-of.ts';
import { takeoverRuns } from '../world/takeover-runs.ts';

/** `ready` is the one that stays. */
type Ending = { appliance: Appliance; instanceId: string; ready: string };

type EndedStandby = 'terminates' | 'gone' | 'no-provenance';

/**
 * Everything is read afresh right before: the address, the routes, the takeovers, and whether the other one is ready.
 *
 * @throws RefusedError when it may not be ended; GaveWayError while a takeover runs; TransientError when that is unknown.
 */
export async function endStandby({ appliance, instanceId, ready }: Ending, deps: Deps): Promise<EndedStandby> {
  const raw = await readRaw(instanceId, deps);
  if (!raw) return 'gone';
  const instance = instanceOf(raw);
  if (hasEnded(instance)) return 'gone';
  const { name } = appliance;
  if (!(await isStandbyOfOurs(instance, { appliance: name, by: instance.tags[TAG.by] }, deps))) return 'no-provenance';
  refuseUntagged(instance, name, deps);
  await refuseUnready(ready, appliance, deps);
  const address = await readAddress(deps.clients, appliance.floatingIp);
  refuseHolder(instance, { address, ready });
  await refuseRouted(instance, appliance, deps);
  if (await takeoverRuns(name, address, deps)) throw new GaveWayError(takeoverRunsWords(name));
  await setVolumesEnd(deps.clients, { instanceId, devices: devicesOf(raw), endWithIt: true });
  await terminate(deps.clients, instanceId);
  return 'terminates';
}

async function readRaw(instanceId: string, { clients }: Deps): Promise<Ec2Instance | undefined> {
  const answer = await describeInstance(clients, instanceId);
  if (answer.reading === 'unreadable') throw new TransientError(`${instanceId} is unreadable (${answer.why})`);
  return answer.reading === 'described' ? answer.raw : undefined;
}

function refuseUntagged({ id, tags }: Instance, appliance: string, deps: Deps): void {
  const wanted = { [TAG.role]: 'standby', [TAG.appliance]: appliance, [TAG.owner]: ownerOf(deps) };
  const lacks = lackingTags(tags, wanted);
  if (lacks) throw new RefusedError(`${id} lacks ${lacks}`);
}

/** An appliance is never left without a standby by us. */
async function refuseUnready(ready: string, { standby: { tier } }: Appliance, deps: Deps): Promise<void> {
  const raw = await readRaw(ready, deps);
  const state = raw ? instanceOf(raw).state : 'gone';
  if (state !== restOf(tier)) throw new RefusedError(`the standby ${ready} is ${state}, so the one before it stays`);
}

function refuseHolder({ id }: Instance, { address, ready }: { address: Address; ready: string }): void {
  if ([address.instanceId, address.tags[TAG.activeInstance]].includes(id)) {
    throw new RefusedError(`${id} is tagged standby, but it is the active instance`);
  }
  const pointed = address.tags[TAG.standby];
  if (pointed !== ready)
    throw new RefusedError(`${TAG.standby} names ${pointed ?? 'no instance'} by now, not ${ready}`);
}

async function refuseRouted(instance: Instance, appliance: Appliance, deps: Deps): Promise<void> {
  const leading = routeTo(instance, await readRoutesOf(appliance, deps));
  if (leading)
    throw new RefusedError(`the route ${leading.destination} in ${leading.routeTableId} leads to ${instance.id}`);
}
