/** Readiness of the place where a replacement would be launched: zone, type, quota, template. */
import type { Facts, Judgement, Offering } from './readiness.ts';
import { judgeFound, judgeKnown, notReady, ready, unknown } from './readiness.ts';
import type { Subnet } from './snapshot.ts';

/** Undefined while the active's zone is not known: then no zone can be called another one. */
export function standbySubnets({ subnets, active }: Pick<Facts, 'subnets' | 'active'>): Subnet[] | undefined {
  if (subnets.found !== 'read' || active.found !== 'read') return undefined;
  return subnets.answer.filter(({ zone }) => zone !== active.answer.zone);
}

export const judgeSubnet = (facts: Facts): Judgement =>
  judgeFound(facts.subnets, () =>
    judgeKnown(facts.active, ({ zone }) => {
      const standby = standbySubnets(facts) ?? [];
      const free = standby.filter(({ freeAddresses }) => freeAddresses > 0);
      if (standby.length === 0)
        return notReady(`no configured subnet is in another zone than ${zone}; add one under subnets`);
      return free.length > 0
        ? ready(
            free
              .map((subnet) => `${subnet.id} in ${subnet.zone} has ${subnet.freeAddresses} free addresses`)
              .join(', '),
          )
        : notReady(`no address is free in ${standby.map(({ id }) => id).join(', ')}; free some, or add a subnet`);
    }),
  );

export const typesOf = ({ active, appliance }: Pick<Facts, 'active' | 'appliance'>): string[] =>
  active.found === 'read' ? [...new Set([active.answer.type, ...appliance.instanceTypes])] : [];

/** A replacement tries every type in every zone, so that one of them is enough. */
export function judgeTypeOffered(facts: Facts): Judgement {
  const zones = standbySubnets(facts)?.map(({ zone }) => zone) ?? [];
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
    const but = missing.length > 0 ? `, but not ${missing.join(', ')}` : '';
    return ready(`EC2 offers ${offered.join(', ')} in ${where}${but}; whether there is capacity only a launch shows`);
  });
}

/** While a takeover runs, the old instance and its replacement both count. */
export const judgeVcpuQuota = ({ vcpus }: Facts): Judgement =>
  judgeKnown(vcpus, ({ limit, used, wanted }) => {
    const is = `${used} of ${limit} vCPUs of the standard families run, and a replacement needs ${wanted}`;
    return limit - used >= wanted
      ? ready(is)
      : notReady(`${is} more; ask for a higher quota (Service Quotas, EC2, L-1216C47A), or stop something`);
  });

export const judgeLaunchTemplate = ({ drift }: Facts): Judgement =>
  judgeFound(drift, (different) =>
    different.length === 0
      ? ready('the launch template says what the live instance is')
      : notReady(
          `the launch template differs from the live instance in ${different.join(', ')}; the sweep refreshes it within minutes, or says why it does not`,
        ),
  );
