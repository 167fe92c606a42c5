/** The sweep's own tags on the address: pauses and excuses that are over are removed, and conditions that are over leave the list of sent notifications. */
import { removeTags, writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { readAvoidedZones } from '../../domain/decision/avoided-zones.ts';
import { readPause } from '../../domain/decision/pauses.ts';
import { spentExcuse } from '../../domain/decision/reboot.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';

/** With its value, so that a pause that was just prolonged stays. */
export async function forgetPause(address: Address, { clients, clock }: Deps): Promise<string[]> {
  const pause = readPause(address, clock.now().toISOString());
  if (pause.kind !== 'over') return [];
  await removeTags(clients, address.allocationId, { [TAG.pausedUntil]: pause.value });
  return [`the pause until ${pause.value} is over`];
}

/** With its value, so that a zone that was just marked stays avoided. */
export async function forgetAvoidedZones(address: Address, { clients, clock }: Deps): Promise<string[]> {
  const avoided = readAvoidedZones(address, clock.now().toISOString());
  if (avoided.kind !== 'over') return [];
  await removeTags(clients, address.allocationId, { [TAG.avoidZones]: avoided.value });
  return [`${avoided.value} is over: these zones are not avoided any more`];
}

/** With its value, so that the number which a takeover has just recorded stays. */
export async function repairGeneration(
  { allocationId }: Pick<Address, 'allocationId'>,
  value: string,
  { clients }: Deps,
): Promise<string[]> {
  await removeTags(clients, allocationId, { [TAG.generation]: value });
  return [`${TAG.generation} "${value}" is removed`];
}

/** With its value, so that the excuse of a reboot that was announced a moment ago stays. */
export async function forgetReboot(
  { bootLimitSeconds }: Pick<Appliance, 'bootLimitSeconds'>,
  address: Address,
  { clients, clock }: Deps,
): Promise<string[]> {
  const spent = spentExcuse(address, { bootLimitSeconds, now: clock.now().toISOString() });
  if (spent === undefined) return [];
  await removeTags(clients, address.allocationId, { [TAG.rebootingUntil]: spent });
  return [`the excuse for a reboot until ${spent} is over`];
}

export async function writeSentTag({ allocationId, tags }: Address, sent: string, { clients }: Deps): Promise<void> {
  const before = tags[TAG.sent] ?? '';
  if (before === sent) return;
  if (sent === '') await removeTags(clients, allocationId, { [TAG.sent]: before });
  else await writeTags(clients, allocationId, { [TAG.sent]: sent });
}
