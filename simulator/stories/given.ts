/** What a scenario takes as given, as a configuration of the whole account. */
import { failuresOf, profileOf } from '../../shared/config/defaults.ts';
import type { Appliance, Configuration } from '../../shared/domain/appliance.ts';
import { canonicalAddress } from '../../shared/domain/ip-address.ts';
import { TAG } from '../../shared/domain/snapshot.ts';
import type { AccountOptions, BuildOptions } from '../account/account.ts';
import type { Tags } from '../account/filters.ts';
import { fleetBeside } from './fleet.ts';
import { neighbourOf } from './neighbour.ts';
import type { Scenario } from './schema.ts';

type Given = Scenario['given'];

function underProfile(appliance: Appliance, profile: Given['profile']): Appliance {
  if (!profile) return appliance;
  const { protocol, port, ...ofProfile } = profileOf(profile);
  return { ...appliance, ...ofProfile, profile, probe: { ...appliance.probe, protocol, port } };
}

/** What follows from a standby where the configuration is read. */
function withStandby(appliance: Appliance, { standby: given }: Given): Appliance {
  if (!given) return appliance;
  const { kept: _, ...standby } = given;
  return {
    ...appliance,
    standby: { ...appliance.standby, ...standby },
    rotation: { ...appliance.rotation, prove: 'always' },
    probe: { ...appliance.probe, intervalSeconds: 2, failures: failuresOf(standby.tier) },
  };
}

/** From where does not matter here: nothing in the simulated account asks for these ids. */
const asked = (appliance: Appliance): Appliance => ({
  ...appliance,
  probe: { ...appliance.probe, subnets: ['subnet-0a1b2c3d'] },
});

const routesAs = (routes: NonNullable<Given['routes']>): Partial<Appliance> => ({
  ...{ routeTables: [], vpnCidrs: [] },
  routes: routes.map((rule) => ({ ...rule, to: rule.to.map(canonicalAddress), device: 0 })),
});

export function configurationOf({ given }: Scenario, configuration: Configuration): Configuration {
  const { instanceTypes, bootLimitSeconds, fencing, mode, profile, rotationReboots, proofAsked, neighbour, fleet } =
    given;
  const change = {
    ...(instanceTypes.length > 0 && { instanceTypes }),
    ...(bootLimitSeconds !== undefined && { bootLimitSeconds }),
    ...(fencing !== undefined && { fencing }),
    ...(mode !== undefined && { mode }),
    ...(given.volumeInitialization !== undefined && { volumeInitialization: given.volumeInitialization }),
    ...(given.userData !== undefined && { userData: given.userData }),
    ...(given.instanceRole !== undefined && { instanceRole: given.instanceRole }),
    ...(given.tags !== undefined && { tags: given.tags }),
    ...(given.homeZone !== undefined && { homeZone: `${given.region ?? configuration.region}${given.homeZone}` }),
    ...(given.routes !== undefined && routesAs(given.routes)),
  };
  const rotated = (rotation: Appliance['rotation']) => (rotationReboots ? { ...rotation, reboot: true } : rotation);
  const configured = configuration.appliances.map((appliance) =>
    withStandby({ ...underProfile(appliance, profile), ...change, rotation: rotated(appliance.rotation) }, given),
  );
  const [first] = configured;
  const beside = first && fleet !== undefined ? fleetBeside(first, fleet) : [];
  const appliances = [...configured, ...(neighbour ? configured.slice(0, 1).map(neighbourOf) : []), ...beside];
  const region = given.region ?? configuration.region;
  const references = given.references ?? configuration.references;
  return {
    ...configuration,
    ...(references !== undefined && { references }),
    region,
    appliances: proofAsked ? appliances.map(asked) : appliances,
  };
}

/** As a rotation of this stage would have left them: one each night, the last one some hours ago. */
function rotatedImages(nights: number, { name }: Appliance, stage: string): AccountOptions['build'] {
  return {
    imageAgesHours: Array.from({ length: nights }, (_, night) => 6 + 24 * night),
    imageTags: { [TAG.appliance]: name, [TAG.owner]: `failover-${stage}`, [TAG.image]: 'good' },
  };
}

/** As a proof of last night would have left it on every image. */
const measuredTags = (seconds: number): Tags => ({
  [TAG.provenAt]: '2026-11-20T21:00:00.000Z',
  [TAG.launchSeconds]: '10',
  [TAG.bootedSeconds]: String(seconds - 10),
});

/** How the account differs from the usual one. */
const buildOf = ({
  instanceType,
  instanceRole,
  instanceTags,
  zones,
  ipv6Zones,
  interfaceOutlives,
  spot,
  prefixLists,
}: Given): Partial<BuildOptions> => ({
  ...(instanceType !== undefined && { instanceType }),
  ...(instanceRole !== undefined && { instanceProfile: instanceRole }),
  ...(zones !== undefined && { zones }),
  ...(ipv6Zones !== undefined && { ipv6Zones }),
  ...(interfaceOutlives && { interfaceOutlives }),
  ...(spot && { spot }),
  ...(prefixLists !== undefined && { prefixLists }),
  ...(instanceTags !== undefined && { instanceTags }),
});

/** What stands in the account before the story begins. */
export function accountOf({ given }: Scenario, appliance: Appliance, stage = 'dev'): Partial<AccountOptions> {
  const { bootSeconds, rotatedNights, measuredBootSeconds: measured } = given;
  const [min, max] = bootSeconds;
  const rotated = rotatedNights === undefined ? {} : rotatedImages(rotatedNights, appliance, stage);
  const imageTags = { ...rotated?.imageTags, ...(measured !== undefined && measuredTags(measured)) };
  const isFurnished = rotatedNights !== undefined || measured !== undefined;
  const build = buildOf(given);
  return {
    bootSeconds: { min, max },
    ...(given.warmBootShare !== undefined && { warmBootShare: given.warmBootShare }),
    bystander: true,
    ...(given.concurrentExecutions !== undefined && { concurrentExecutions: given.concurrentExecutions }),
    ...(given.routesPerTable !== undefined && { routesPerTable: given.routesPerTable }),
    subscribers: given.subscribers,
    ...(Object.keys(build).length > 0 && { build }),
    ...(isFurnished && { appliances: { [appliance.name]: { ...rotated, imageTags } } }),
  };
}
