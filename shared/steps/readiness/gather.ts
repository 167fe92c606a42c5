/** Reads what readiness is judged by, each thing for itself, so that what is wrong with one leaves the others known. */
import {
  blueprintOf,
  compareBlueprint,
  type KeptBlueprint,
  notCarried,
  readKeptBlueprint,
  templateOf,
} from '../../aws/blueprint.ts';
import { readImageFitness, readTypeFitness } from '../../aws/fitness.ts';
import { readGoodImages } from '../../aws/good-images.ts';
import { readOfferings, readVcpus } from '../../aws/instance-types.ts';
import { readProbePoints } from '../../aws/probe-metric.ts';
import { candidateOf, forwardsOf } from '../../aws/read-candidate.ts';
import { describeInstance, type Ec2Instance, instanceOf, readEvents } from '../../aws/read-instances.ts';
import { readSecurityGroupIds, readSubnets, readVpcId } from '../../aws/read-network.ts';
import type { ReadinessClients } from '../../aws/readiness-clients.ts';
import { readSubnetCidrs } from '../../aws/subnet-cidrs.ts';
import type { DepsWith } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { topicArnOf } from '../../domain/arns.ts';
import { messageOf, RefusedError, TransientError } from '../../domain/errors.ts';
import { plusSeconds } from '../../domain/instants.ts';
import type { ProbePoint } from '../../domain/probing/probe-metric.ts';
import type { ReferenceFacts } from '../../domain/readiness/facts.ts';
import { isStandardFamily, typesOf } from '../../domain/readiness/place.ts';
import type { Subscription } from '../../domain/readiness/reach.ts';
import type { ActiveFacts, Facts, Found, VcpuQuota } from '../../domain/readiness/verdict.ts';
import type { Address, Image } from '../../domain/snapshot.ts';
import { whyNotAdoptable } from '../../domain/takeover/adoptable.ts';
import { type Misfit, misfitsOf } from '../../domain/takeover/fitness.ts';
import { finding, unread } from '../dry-runs/finding.ts';
import { readAlarmsOf } from '../line/watched.ts';
import { imagesOf } from '../world/images-of.ts';
import { ownerOf } from '../world/owner.ts';
import { gatherRoutes } from './gather-routes.ts';
import { gatherStandby } from './gather-standby.ts';

export type ReadinessDeps = DepsWith<ReadinessClients>;

/** What is the same for every appliance of a run is asked once. */
export type Account = {
  quota: Promise<Found<Omit<VcpuQuota, 'wanted'>>>;
  subscriptions: Promise<Found<Subscription[]>>;
  concurrency: Promise<Found<number>>;
  references: Promise<Found<ReferenceFacts>>;
};

/** What a takeover would be given to launch with, besides the facts. */
export type Gathered = { facts: Facts; kept: Found<KeptBlueprint | undefined> };

export async function gather(
  appliance: Appliance,
  { address, account }: { address: Found<Address>; account: Account },
  deps: ReadinessDeps,
): Promise<Gathered> {
  const { clients } = deps;
  const vpc = readVpcId(clients, appliance.vpc);
  // Whose subnets are looked for tells that a VPC is missing; everybody else has nothing to look into.
  const known = vpc.catch((cause: unknown) => Promise.reject(new TransientError(messageOf(cause))));
  known.catch(() => undefined);
  const { subnets: choice } = appliance;
  const [live, images, subnets, vpcSubnets, routes, alarms, lastProbe] = await Promise.all([
    readLive(appliance, address, deps),
    finding(readGoodImages(clients, imagesOf(appliance, deps))),
    finding(vpc.then((vpcId) => readSubnets(clients, { vpcId, choice }))),
    finding(known.then((vpcId) => readSubnetCidrs(clients, vpcId))),
    gatherRoutes(appliance, known, clients),
    finding(readAlarmsOf(appliance, deps)),
    finding(readLastProbe(appliance, deps)),
  ]);
  const { active } = live;
  const types = typesOf({ active, appliance });
  const [offerings, misfits, vcpus, template, events, standby] = await Promise.all([
    types.length > 0 ? finding(readOfferings(clients, types)) : unread('the live instance type is not known'),
    finding(readMisfits(types, images, deps)),
    readQuota(active, account, deps),
    readTemplate(appliance, { vpc: known, raw: live.raw }, deps),
    active.found === 'read' ? finding(readEvents(clients, active.answer.instanceId)) : unread(active.why),
    gatherStandby(appliance, address, deps),
  ]);
  const now = deps.clock.now().toISOString();
  const about = { appliance, owner: ownerOf(deps), now, address, active, images, subnets, vpcSubnets };
  const limit = await account.concurrency;
  const concurrency: Facts['concurrency'] =
    limit.found === 'read'
      ? { found: 'read', answer: { limit: limit.answer, appliances: deps.configuration.appliances.length } }
      : limit;
  const people = { subscriptions: await account.subscriptions, topicArn: topicArnOf(deps.deployment) };
  const facts = {
    ...about,
    ...people,
    concurrency,
    references: await account.references,
    ...routes,
    alarms,
    lastProbe,
    offerings,
    misfits,
    vcpus,
    drift: template.drift,
    events,
    standby,
    notCarried: live.raw ? notCarried(live.raw, appliance) : [],
    dryRuns: [],
  };
  return { facts, kept: template.kept };
}

type Live = { active: Found<ActiveFacts>; raw?: Ec2Instance };

async function readLive(appliance: Appliance, address: Found<Address>, { clients }: ReadinessDeps): Promise<Live> {
  if (address.found !== 'read') return { active: unread(address.why) };
  const { instanceId, publicIp } = address.answer;
  if (!instanceId) return { active: unread('the address is attached to no instance') };
  const answer = await describeInstance(clients, instanceId);
  if (answer.reading === 'absent')
    return { active: unread(`EC2 does not know ${instanceId}, which holds the address`) };
  if (answer.reading === 'unreadable') return { active: unread(`${instanceId} is unreadable (${answer.why})`) };
  const { raw } = answer;
  const { zone, type, networkInterfaceIds, tags } = instanceOf(raw);
  const productCodes = (raw.ProductCodes ?? []).flatMap(({ ProductCodeId }) => ProductCodeId ?? []);
  const reasons = whyNotAdoptable(candidateOf(raw, publicIp), appliance);
  const [networkInterfaceId] = networkInterfaceIds;
  const forwards = forwardsOf(raw, networkInterfaceId);
  const active = { instanceId, zone, type, networkInterfaceId, forwards, name: tags.Name, productCodes, reasons };
  return { active: { found: 'read', answer: active }, raw };
}

/** Of the newest good image; the first of the types is the live one. */
async function readMisfits(types: string[], images: Found<Image[]>, { clients }: ReadinessDeps): Promise<Misfit[]> {
  const [live] = types;
  const newest = images.found === 'read' ? images.answer[0] : undefined;
  if (!live || !newest) throw new TransientError('no type or no image is known');
  const [image, fitness] = await Promise.all([readImageFitness(clients, newest.id), readTypeFitness(clients, types)]);
  return misfitsOf(image, fitness, live);
}

/** The prober tells good news at the end of its minute. */
const POINTS_SECONDS = 180;

async function readLastProbe({ name }: Appliance, { clients, clock }: ReadinessDeps): Promise<ProbePoint | undefined> {
  const to = clock.now().toISOString();
  const points = await readProbePoints(clients, { appliance: name, from: plusSeconds(to, -POINTS_SECONDS), to });
  return points[0];
}

async function readQuota(
  active: Found<ActiveFacts>,
  account: Account,
  { clients }: ReadinessDeps,
): Promise<Found<VcpuQuota>> {
  if (active.found !== 'read') return unread(active.why);
  const { type } = active.answer;
  if (!isStandardFamily(type)) return unread(`the quota of ${type} is another one`);
  const [quota, wanted] = await Promise.all([account.quota, finding(readVcpus(clients, type))]);
  if (quota.found !== 'read') return unread(quota.why);
  if (wanted.found !== 'read') return unread(wanted.why);
  return { found: 'read', answer: { ...quota.answer, wanted: wanted.answer } };
}

type Template = { kept: Found<KeptBlueprint | undefined>; drift: Found<string[]> };
type Around = { vpc: Promise<string>; raw: Ec2Instance | undefined };

async function readTemplate(appliance: Appliance, { vpc, raw }: Around, deps: ReadinessDeps): Promise<Template> {
  const { clients, deployment } = deps;
  const template = templateOf(deployment, appliance.name);
  const groups = [appliance.securityGroups ?? []].flat();
  const configured = groups.length > 0 ? vpc.then((vpcId) => readSecurityGroupIds(clients, vpcId, groups)) : undefined;
  const compare = async (): Promise<string[]> => {
    const [live, securityGroupIds] = await Promise.all([liveBlueprint(appliance, raw, deps), configured]);
    const blueprint = securityGroupIds ? { ...live.blueprint, securityGroupIds } : live.blueprint;
    const { volumeInitialization: mibPerSecond } = appliance;
    // Which devices have the rate follows from the image, and that is not compared here.
    const rated = mibPerSecond === undefined ? undefined : { mibPerSecond, devices: ['any'] };
    const different = await compareBlueprint(clients, { ...live, blueprint, ...template, rated });
    if (!different)
      throw new RefusedError(
        `there is no launch template ${template.name} of ours; the sweep writes it when it adopts`,
      );
    return different;
  };
  const [kept, drift] = await Promise.all([finding(readKeptBlueprint(clients, template)), finding(compare())]);
  const groupIds = await finding(Promise.resolve(configured));
  if (kept.found !== 'read' || groupIds.found !== 'read' || !groupIds.answer || !kept.answer) return { kept, drift };
  const blueprint = { ...kept.answer.blueprint, securityGroupIds: groupIds.answer };
  return { kept: { found: 'read', answer: { ...kept.answer, blueprint } }, drift };
}

async function liveBlueprint(appliance: Appliance, raw: Ec2Instance | undefined, { clients }: ReadinessDeps) {
  if (!raw) throw new TransientError('the live instance is not known, so there is nothing to compare with');
  return blueprintOf(clients, raw, appliance);
}
