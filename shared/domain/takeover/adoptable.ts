/** Whether an instance is one that a takeover can carry over; what it cannot carry over is refused by name. */

import { canonicalAddress } from '../ip-address.ts';

export type Candidate = {
  instanceId: string;
  name: string | undefined;
  state: string;
  networkInterfaceIds: string[];
  /** Every address and prefix of its network interfaces, IPv6 too, besides the primary private one and the floating one. */
  furtherAddresses: string[];
  /** The Auto Scaling group that it belongs to. */
  scalingGroup: string | undefined;
  /** Whether it runs with an instance profile, whose role a launch would have to pass on. */
  hasProfile: boolean;
  /** Ids of all living instances of that name; undefined when they were not read. */
  namesakes?: string[] | undefined;
};

/** Why it is not adopted, all reasons at once; empty when it is. */
export function whyNotAdoptable(
  candidate: Candidate,
  wanted: { instance: string; ignoreAddresses: string[]; instanceRole?: string | undefined },
): string[] {
  const { instanceId, name, state, networkInterfaceIds, namesakes, scalingGroup } = candidate;
  const ignored = wanted.ignoreAddresses.map(canonicalAddress);
  const further = candidate.furtherAddresses.filter((address) => !ignored.includes(canonicalAddress(address)));
  const others = (namesakes ?? []).filter((id) => id !== instanceId);
  const reasons: string[] = [];
  if (state !== 'running') reasons.push(`${instanceId} is ${state}`);
  if (networkInterfaceIds.length > 1) {
    reasons.push(
      `${instanceId} has ${networkInterfaceIds.length} network interfaces, and a takeover can carry over only one`,
    );
  }
  if (further.length > 0) {
    reasons.push(
      `${instanceId} has further addresses that would be left behind: ${further.join(', ')} (list them under ignoreAddresses if they may be)`,
    );
  }
  if (scalingGroup !== undefined) {
    reasons.push(
      `${instanceId} belongs to the Auto Scaling group ${scalingGroup}, which would terminate it when a takeover stops it and launch a rival: detach it (aws autoscaling detach-instances --instance-ids ${instanceId} --auto-scaling-group-name ${scalingGroup} --should-decrement-desired-capacity)`,
    );
  }
  if (candidate.hasProfile && wanted.instanceRole === undefined) {
    reasons.push(
      `${instanceId} has an instance profile; name its role under instanceRole, or no replacement may be launched`,
    );
  }
  if (namesakes && wanted.instance !== name && wanted.instance !== instanceId) {
    reasons.push(
      `instance: the address is held by ${instanceId}, named "${name ?? ''}", and not by "${wanted.instance}"`,
    );
  }
  if (others.length > 0)
    reasons.push(`instance: the Name "${name}" is ambiguous: ${[instanceId, ...others].join(', ')}`);
  return reasons;
}
