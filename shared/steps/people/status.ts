/** Everything that a person asks about an appliance first, read now. What cannot be read is said to be unknown, and why. */
import { readAlarms, type SeenAlarms } from '../../aws/alarms.ts';
import type { Clients } from '../../aws/clients.ts';
import { type ListedTakeover, listTakeovers, pastTakeoverOf, readRun } from '../../aws/executions.ts';
import { readGoodImages } from '../../aws/good-images.ts';
import { readAddress } from '../../aws/read-address.ts';
import { type DeployedConfiguration, readDeployed } from '../../aws/read-deployed.ts';
import { readMachines } from '../../aws/read-fleet.ts';
import { readInstance } from '../../aws/read-instances.ts';
import type { ReadinessClients } from '../../aws/readiness-clients.ts';
import { readSubscriptions } from '../../aws/subscriptions.ts';
import type { DepsWith } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { topicArnOf } from '../../domain/arns.ts';
import { type AvoidedZones, readAvoidedZones } from '../../domain/decision/avoided-zones.ts';
import type { PastTakeover } from '../../domain/decision/history.ts';
import { type Pause, readPause } from '../../domain/decision/pauses.ts';
import type { Reading } from '../../domain/decision/witnesses.ts';
import { messageOf } from '../../domain/errors.ts';
import { type Probation, probationOf } from '../../domain/probing/probation.ts';
import { type ConfigurationDifference, compareConfiguration } from '../../domain/readiness/configuration-difference.ts';
import { type Reach, reachOf, type Subscription } from '../../domain/readiness/reach.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { type ExpectedOutage, expectedOutages } from '../../domain/takeover/expected-outage.ts';
import { type MeasuredBoot, measuredBoot } from '../../domain/takeover/measured-boot.ts';
import { newestGenuine } from '../provenance/newest-takeover.ts';
import { imagesOf } from '../world/images-of.ts';
import { ownerOf } from '../world/owner.ts';
import { readSeenInstances, type SeenInstance } from './instances.ts';

/** The instance that holds the address, or held it last. */
type Holder = { instanceId: string; state: string; zone?: string | undefined; checks?: string | undefined };

export type AddressFacts = {
  publicIp: string;
  allocationId: string;
  /** Undefined when the address carries no owner's tag yet. */
  owner: string | undefined;
  ours: boolean;
  attached: boolean;
  /** Whom the tag calls the active one. */
  recorded: string | undefined;
  holder: Holder | undefined;
  pause: Pause;
  pausedBecause: string | undefined;
  avoided: AvoidedZones;
  generation: string | undefined;
  probation: Probation;
};

export type Status = {
  appliance: string;
  mode: Appliance['mode'];
  /** Between what is deployed and the file that is read here. */
  configuration: Reading<ConfigurationDifference>;
  address: Reading<AddressFacts>;
  alarms: Reading<SeenAlarms>;
  /** The one that serves first. */
  instances: Reading<SeenInstance[]>;
  /** Undefined when there was none for as long as anybody remembers. */
  takeover: Reading<PastTakeover | undefined>;
  /** Undefined when no good image was ever measured. */
  measuredBoot: Reading<MeasuredBoot | undefined>;
  /** One for each tier that it has. */
  outages: Reading<ExpectedOutage[]>;
  /** Whether its operators get what is sent. */
  reach: Reading<Reach>;
};

/** A caller that asks for a status may also ask a function. */
type StatusDeps = DepsWith<Clients & Pick<ReadinessClients, 'lambda'>>;

export async function readStatus(appliances: Appliance[], deps: StatusDeps): Promise<Status[]> {
  const { clients, deployment } = deps;
  const { stage, takeoverMachineArn } = deployment;
  const names = appliances.map(({ name }) => name);
  const [alarms, newest, deployed, subscriptions] = await Promise.all([
    asReading(readAlarms(clients, { stage, appliances })),
    asReading(listTakeovers(clients, { takeoverMachineArn, appliances: names })),
    asReading(readDeployed(clients, `failover-${stage}-check-readiness`)),
    asReading(readSubscriptions(clients, topicArnOf(deployment))),
  ]);
  const listed: Listed = { alarms, newest, deployed, subscriptions };
  return Promise.all(appliances.map((appliance) => statusOf(appliance, listed, deps)));
}

type Listed = {
  alarms: Reading<Map<string, SeenAlarms>>;
  newest: Reading<Map<string, ListedTakeover[]>>;
  deployed: Reading<DeployedConfiguration>;
  subscriptions: Reading<Subscription[]>;
};

async function statusOf(appliance: Appliance, listed: Listed, deps: StatusDeps): Promise<Status> {
  const { name, mode } = appliance;
  const { alarms, newest, deployed, subscriptions } = listed;
  const seen = 'read' in alarms ? (alarms.read.get(name) ?? {}) : undefined;
  const reading = readAddress(deps.clients, appliance.floatingIp);
  const images = readGoodImages(deps.clients, imagesOf(appliance, deps));
  // Without a good image, the image of an instance is known by its id alone.
  const known = images.catch(() => []);
  const [address, boot, instances, takeover] = await Promise.all([
    asReading(reading.then((found) => addressFacts(appliance, { address: found, alarms: seen }, deps))),
    asReading(images.then(measuredBoot)),
    asReading(
      reading.then(async (found) => readSeenInstances({ appliance, address: found, images: await known }, deps)),
    ),
    'unread' in newest ? newest : asReading(readTakeover(name, newest.read.get(name), deps)),
  ]);
  return {
    appliance: name,
    mode,
    configuration:
      'unread' in deployed
        ? deployed
        : { read: compareConfiguration({ appliance, deployed: deployed.read, file: deps.configuration }) },
    address,
    alarms: 'unread' in alarms ? alarms : { read: alarms.read.get(name) ?? {} },
    instances,
    takeover,
    measuredBoot: boot,
    outages: 'unread' in boot ? boot : { read: expectedOutages({ appliance, boot: boot.read }) },
    reach: 'unread' in subscriptions ? subscriptions : { read: reachOf(appliance.notify, subscriptions.read) },
  };
}

async function asReading<Answer>(answer: Promise<Answer>): Promise<Reading<Answer>> {
  return answer.then(
    (read) => ({ read }),
    (cause: unknown) => ({ unread: messageOf(cause) }),
  );
}

type Held = { address: Address; alarms: SeenAlarms | undefined };

async function addressFacts(appliance: Appliance, { address, alarms }: Held, deps: StatusDeps): Promise<AddressFacts> {
  const { publicIp, allocationId, instanceId, tags } = address;
  return {
    publicIp,
    allocationId,
    owner: tags[TAG.owner],
    ours: tags[TAG.owner] === ownerOf(deps),
    attached: instanceId !== undefined,
    recorded: tags[TAG.activeInstance],
    holder: await readHolder(address, deps),
    pause: readPause(address, deps.clock.now().toISOString()),
    pausedBecause: tags[TAG.pausedBecause] || undefined,
    avoided: readAvoidedZones(address, deps.clock.now().toISOString()),
    generation: tags[TAG.generation],
    probation: probationOf({ appliance, address, alarms }, deps.clock.now().toISOString()),
  };
}

async function readHolder(
  { instanceId: holding, tags }: Address,
  { clients }: Pick<StatusDeps, 'clients'>,
): Promise<Holder | undefined> {
  const instanceId = holding ?? tags[TAG.activeInstance];
  if (instanceId === undefined) return undefined;
  const [described, machines] = await Promise.all([
    readInstance(clients, instanceId),
    readMachines(clients, [instanceId]),
  ]);
  if (described.reading === 'absent') return { instanceId, state: 'absent: EC2 knows no such instance' };
  if (described.reading === 'unreadable') return { instanceId, state: `unknown: ${described.why}` };
  const machine = machines.get(instanceId);
  const { state, zone } = described.instance;
  return { instanceId, state, zone, checks: machine?.reading === 'described' ? machine.status : 'unknown' };
}

async function readTakeover(
  appliance: string,
  listed: ListedTakeover[] | undefined,
  deps: StatusDeps,
): Promise<PastTakeover | undefined> {
  const newest = await newestGenuine({ appliance, listed }, deps);
  if (!newest) return undefined;
  const { generation } = newest;
  const { takeoverMachineArn } = deps.deployment;
  const run = await readRun(deps.clients, { takeoverMachineArn, appliance, generation });
  return run && pastTakeoverOf(run, generation);
}
