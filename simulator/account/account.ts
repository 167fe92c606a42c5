/** Builds the account of a company that set its appliances up with the recipe, long before the story begins. */
import type { Appliance, Configuration } from '../../shared/domain/appliance.ts';
import type { Random } from '../random.ts';
import { callers } from './caller.ts';
import { createCloudWatchState } from './cloudwatch/state.ts';
import { allTrue, truth } from './consistency.ts';
import { furnishAddress, furnishImages, furnishInstance, recordSource } from './ec2/furnish/appliance.ts';
import { furnishNetwork } from './ec2/furnish/network.ts';
import { type ApplianceIds, type BuildOptions, DEFAULT_BUILD } from './ec2/furnish/options.ts';
import { createEc2State, type Ec2Settings } from './ec2/state.ts';
import type { AwsEvent } from './events/aws-event.ts';
import { noFaults } from './faults/fault.ts';
import { noFunctions } from './lambda-service/functions.ts';
import { createQuotasState } from './service-quotas/state.ts';
import type { StepFunctions } from './sfn/state.ts';
import { createSnsState } from './sns/state.ts';
import { type Subscriber, subscribe } from './sns/subscriptions.ts';
import { furnishBystander } from './strangers/bystander.ts';
import type { VirtualClock } from './time/clock.ts';
import type { World, WorldChange } from './world.ts';

export type { ApplianceIds, BuildOptions } from './ec2/furnish/options.ts';

/** The whole account's settings, and how its appliances are set up unless `appliances` says otherwise by name. */
export type AccountOptions = Ec2Settings & {
  /** Another team's database, its image and its snapshots are in the account as well. */
  bystander: boolean;
  build: Partial<BuildOptions>;
  appliances: Record<string, Partial<BuildOptions>>;
  /** How the operators' addresses stand; an operator who forgets to confirm leaves them pending. */
  subscribers: Subscriber;
  /** The quota of a route table, for each family of addresses. */
  routesPerTable: number;
  /** How many functions may run at once. */
  concurrentExecutions: number;
};

type Place = { region: string; accountId: string; stage?: string | undefined };
type Wings = { clock: VirtualClock; random: Random; stepFunctions: StepFunctions };

/** An account without anything in it. */
export function createWorld({
  settings,
  ...rest
}: Place & Wings & { settings?: Partial<Ec2Settings> | undefined }): World {
  const { region, accountId, stage = 'dev', clock, random, stepFunctions } = rest;
  const listeners: ((change: WorldChange) => void)[] = [];
  const changes: WorldChange[] = [];
  const onEvent: ((event: AwsEvent) => void)[] = [];
  let events = 0;
  return {
    ...{ region, accountId, stage, clock, random, stepFunctions, changes },
    ec2: createEc2State(settings),
    cloudwatch: createCloudWatchState(),
    functions: noFunctions(),
    quotas: createQuotasState(),
    names: new Map(),
    faults: noFaults(),
    calls: [],
    underWay: undefined,
    publications: [],
    sns: createSnsState(),
    collect: () => undefined,
    changed(what) {
      const change = { atMs: clock.nowMs(), what, by: callers.getStore()?.name ?? 'world' };
      changes.push(change);
      for (const listener of listeners) listener(change);
    },
    onChange: (listener) => listeners.push(listener),
    emit(told) {
      events += 1;
      const id = `00000000-0000-4000-8000-${String(events).padStart(12, '0')}`;
      const time = new Date(clock.nowMs()).toISOString().replace(/\.\d{3}Z$/, 'Z');
      const { 'detail-type': detailType, source, resources, detail } = told;
      const kind = { 'detail-type': detailType, source };
      const event: AwsEvent = { version: '0', id, ...kind, account: accountId, time, region, resources, detail };
      for (const listener of onEvent) listener(event);
    },
    onEvent: (listener) => onEvent.push(listener),
  };
}

/** One appliance with all that belongs to it. Appliances that name the same VPC share it. */
export function buildAccount(world: World, appliance: Appliance, options: Partial<BuildOptions> = {}): ApplianceIds {
  const build: BuildOptions = { ...DEFAULT_BUILD, ...options };
  const network = furnishNetwork(world, appliance, build);
  const images = furnishImages(world, appliance, build);
  const active = furnishInstance(world, appliance, { build, network, imageId: images.activeImageId });
  if (build.imageSource === 'active') recordSource(world, { ...images, instanceId: active.instanceId });
  furnishAddress(world, appliance, { build, network, ...active });
  return { ...network, ...images, ...active, allocationId: addressIdOf(world, appliance) };
}

function addressIdOf(world: World, { floatingIp }: Appliance): string {
  if (truth(world.ec2.addresses, floatingIp)) return floatingIp;
  return (
    [...world.ec2.addresses.values()].find(({ truth: address }) => address?.publicIp === floatingIp)?.truth?.id ?? ''
  );
}

/** The account of every appliance in the configuration. */
export function createAccount(
  options: Partial<AccountOptions> & Place & Wings & { configuration: Configuration },
): World {
  const { build, appliances, bystander, configuration, region, accountId, stage, clock, random, stepFunctions } =
    options;
  const place = { region, accountId, stage };
  const world = createWorld({ ...place, clock, random, stepFunctions, settings: settingsIn(options) });
  if (options.routesPerTable !== undefined) world.quotas.routesPerTable = options.routesPerTable;
  for (const appliance of configuration.appliances) {
    buildAccount(world, appliance, { ...build, ...appliances?.[appliance.name] });
  }
  for (const { notify } of configuration.appliances)
    for (const each of notify) subscribe(world, each, options.subscribers);
  if (bystander) furnishBystander(world, placeOfBystander(world));
  return world;
}

/** Beside the first appliance, in the same subnet. */
function placeOfBystander({ ec2 }: World) {
  const [beside] = allTrue(ec2.networkInterfaces);
  if (!beside) throw new Error('an account without an appliance has no room for a bystander');
  const { subnetId, vpcId, zone, groupIds } = beside;
  return { subnetId, vpcId, zone, groupIds };
}

/** What else a caller spreads into the options is not a setting of EC2. */
function settingsIn(options: Partial<Ec2Settings>): Partial<Ec2Settings> {
  const { pageSize, bootSeconds, warmBootShare, pendingMs, consistency, latencyFactor, throttling } = options;
  const given = { pageSize, bootSeconds, warmBootShare, pendingMs, consistency, latencyFactor, throttling };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
