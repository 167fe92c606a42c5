/** Readiness of the place where a replacement would be launched: zone, type, quota, template. */
import { accountIn } from '../arns.ts';
import type { Subnet } from '../snapshot.ts';
import { canHoldAddress } from '../zones.ts';
import { describeEvent } from './maintenance.ts';
import type { Facts, Judgement, Offering } from './verdict.ts';
import { judgeFound, judgeKnown, notReady, notTestable, ready, unknown } from './verdict.ts';

/** Undefined while the active's zone is not known: then no zone can be called another one. */
export function standbySubnets(facts: Pick<Facts, 'subnets' | 'active' | 'address'>): Subnet[] | undefined {
  const { subnets, active } = facts;
  if (subnets.found !== 'read' || active.found !== 'read') return undefined;
  const unfit = unfitSubnets(facts);
  return subnets.answer.filter((subnet) => subnet.zone !== active.answer.zone && !unfit.includes(subnet));
}

/** In a zone that cannot hold the address: no place for a replacement. */
function unfitSubnets({ subnets, address }: Pick<Facts, 'subnets' | 'address'>): Subnet[] {
  if (subnets.found !== 'read' || address.found !== 'read') return [];
  const { borderGroup } = address.answer;
  return subnets.answer.filter(({ zone }) => !canHoldAddress(zone, borderGroup));
}

function roomOutside(facts: Facts, activeZone: string): Judgement {
  const standby = standbySubnets(facts) ?? [];
  const free = standby.filter(({ freeAddresses }) => freeAddresses > 0);
  const unfit = unfitSubnets(facts).map(({ id, zone }) => `${id} in ${zone}`);
  const group = facts.address.found === 'read' ? facts.address.answer.borderGroup : undefined;
  const but =
    unfit.length > 0 ? `; no replacement in ${unfit.join(', ')}, which cannot hold an address of ${group}` : '';
  if (standby.length === 0)
    return notReady(`no configured subnet is in another zone than ${activeZone}${but}; add one under subnets`);
  if (free.length === 0)
    return notReady(`no address is free in ${standby.map(({ id }) => id).join(', ')}; free some, or add a subnet`);
  const home = facts.appliance.homeZone;
  if (home !== undefined && homeless(facts, home))
    return notReady(`no configured subnet is in the home zone ${home}; add one under subnets, or correct homeZone`);
  const rooms = free.map(({ id, zone, freeAddresses }) => `${id} in ${zone} has ${freeAddresses} free addresses`);
  const away =
    home !== undefined && home !== activeZone ? `; the appliance is in ${activeZone}, and ${home} is its home` : '';
  return ready(`${rooms.join(', ')}${but}${away}`);
}

const homeless = ({ subnets }: Facts, home: string): boolean =>
  subnets.found === 'read' && !subnets.answer.some(({ zone }) => zone === home);

const isForeign = (ownerId: string | undefined, { topicArn }: Pick<Facts, 'topicArn'>): boolean =>
  ownerId !== undefined && accountIn(topicArn) !== '' && ownerId !== accountIn(topicArn);

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing-service-behavior.html */
const whyShared = ([first, ...more]: Subnet[]): string =>
  `${[first, ...more].map((subnet) => subnet?.id).join(', ')} ${more.length > 0 ? 'belong' : 'belongs'} to account ${first?.ownerId}, which shares its VPC: a participant cannot write its routes, and a shared VPC is not supported; deploy in account ${first?.ownerId}, or move the appliance to a VPC of this account`;

export const judgeSubnet = (facts: Facts): Judgement =>
  judgeFound(
    facts.subnets,
    (subnets) => {
      const shared = subnets.filter(({ ownerId }) => isForeign(ownerId, facts));
      return shared.length > 0
        ? notReady(whyShared(shared))
        : judgeKnown(facts.active, ({ zone }) => roomOutside(facts, zone));
    },
    'name under vpc and subnets what is there',
  );

export const typesOf = ({ active, appliance }: Pick<Facts, 'active' | 'appliance'>): string[] =>
  active.found === 'read' ? [...new Set([active.answer.type, ...appliance.instanceTypes])] : [];

/** Where a launch finds an address. When there is none anywhere, that is another check's finding. */
function zonesToTry(facts: Facts): string[] {
  const standby = standbySubnets(facts) ?? [];
  const free = standby.filter(({ freeAddresses }) => freeAddresses > 0);
  return (free.length > 0 ? free : standby).map(({ zone }) => zone);
}

/** A replacement tries every type in every zone, so that one of them is enough. */
export function judgeTypeOffered(facts: Facts): Judgement {
  const zones = zonesToTry(facts);
  if (zones.length === 0) return unknown('no other zone is known about which to ask');
  const types = typesOf(facts);
  return judgeKnown(facts.offerings, (offerings: Offering[]) => {
    const offered = types.filter((type) => offerings.some((each) => each.type === type && zones.includes(each.zone)));
    const missing = types.filter((type) => !offered.includes(type));
    const where = zones.join(', ');
    if (offered.length === 0) {
      return notReady(
        `EC2 offers ${types.join(', ')} in none of ${where}; list a type under instanceTypes that it offers there`,
      );
    }
    const { misfits } = facts;
    if (misfits.found === 'read' && misfits.answer.length > 0) {
      return notReady(
        `${misfits.answer.map(({ why }) => why).join(', ')}; list types under instanceTypes that fit the image`,
      );
    }
    const but = missing.length > 0 ? `, but not ${missing.join(', ')}` : '';
    return ready(`EC2 offers ${offered.join(', ')} in ${where}${but}; whether there is capacity only a launch shows`);
  });
}

/** Running On-Demand Standard instances share one quota. */
export const isStandardFamily = (type: string): boolean => /^(a|c|d|h|i|im|is|m|r|t|z)\d/.test(type);

/** While a takeover runs, the old instance and its replacement both count. */
export function judgeVcpuQuota({ vcpus, active, appliance }: Pick<Facts, 'vcpus' | 'active' | 'appliance'>): Judgement {
  if (active.found === 'read' && !isStandardFamily(active.answer.type)) {
    return notTestable(`${active.answer.type} is of no standard family and has a quota of its own; see Service Quotas`);
  }
  return judgeKnown(vcpus, ({ limit, used, wanted }) => {
    const is = `${used} of ${limit} vCPUs of the standard families run, and a replacement needs ${wanted}`;
    const room = limit - used;
    if (room < wanted)
      return notReady(`${is} more; ask for a higher quota (Service Quotas, EC2, L-1216C47A), or stop something`);
    return ready(appliance.earlyLaunch === 'on' && room < 2 * wanted ? `${is}; ${ONE_ROOM}` : is);
  });
}

/** A takeover ends such an instance, but its vCPUs count until it has ended. */
const ONE_ROOM = 'there is no room for a second one beside an early launch that a takeover cannot use';

/** EC2 shows them only with the right to read user data, and a takeover must be able to end what it has launched. */
const NEVER_CARRIED =
  'stop and termination protection are off and a shutdown in the guest stops it, although the live one differs';

/** Of an instance that is not adopted the template is not refreshed either: that is the finding, and not what follows. */
export const judgeLaunchTemplate = ({ drift, active, notCarried }: Facts): Judgement =>
  judgeFound(drift, (different) => {
    const but = notCarried.length > 0 ? `; a replacement differs: without ${notCarried.join(', ')}` : '';
    if (different.length === 0)
      return ready(`the launch template says what the live instance is${but}; ${NEVER_CARRIED}`);
    const differs = `the launch template differs from the live instance in ${different.join(', ')}`;
    return active.found === 'read' && active.answer.reasons.length > 0
      ? unknown(`${differs}, which cannot be carried over as it is`)
      : notReady(`${differs}; the sweep refreshes it within minutes, or says why it does not`);
  });

/** Announced maintenance keeps no failover from succeeding: the sweep notifies of it, and this says it as well. */
export const judgeMaintenance = ({ events, active }: Facts): Judgement =>
  judgeKnown(events, (announced) => {
    const instanceId = active.found === 'read' ? active.answer.instanceId : 'the instance';
    if (announced.length === 0) return ready(`EC2 announces nothing for ${instanceId}`);
    return ready(`${announced.map((event) => describeEvent(instanceId, event)).join('; ')}; switch over before`);
  });

/** Two for each takeover, and eight for the prober, the sweep, the hourly check and the notifications of all. */
export const functionsAtOnceFor = (appliances: number): number => 2 * appliances + 8;

/** A new account runs ten functions at once: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const judgeConcurrency = ({ concurrency }: Facts): Judgement =>
  judgeKnown(concurrency, ({ limit, appliances }) => {
    const needed = functionsAtOnceFor(appliances);
    if (limit >= needed) return ready(`the account runs ${limit} functions at once, and ${needed} may be needed`);
    return notReady(
      `the account runs only ${limit} functions at once, and ${needed} may be needed when all ${appliances} appliances fail together; ask for 1000 (Service Quotas, AWS Lambda, Concurrent executions, L-B99A9384)`,
    );
  });
