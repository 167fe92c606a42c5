/** A person marks a zone on the address of an appliance, so that nothing is launched there while another zone has room. */
import { removeTags, writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { avoidedZones, avoidingToo, avoidingWithout, readAvoidedZones } from '../../domain/decision/avoided-zones.ts';
import { TAG } from '../../domain/snapshot.ts';
import { readBack, readOwnAddress } from './own-address.ts';

type Marking = { appliance: Appliance; zone: string };

/**
 * Until when, of all zones that are avoided now.
 *
 * @throws RefusedError when another stack owns the address; TransientError when the mark cannot be read back.
 */
export async function avoidZone({ appliance, zone }: Marking, deps: Deps): Promise<string> {
  const now = deps.clock.now().toISOString();
  const address = await readOwnAddress(appliance, deps);
  const value = avoidingToo(address, zone, now);
  await writeTags(deps.clients, address.allocationId, { [TAG.avoidZones]: value });
  const seen = await readBack(
    { appliance, what: 'the mark', stands: (read) => avoidedZones(read, now).includes(zone) },
    deps,
  );
  const avoided = readAvoidedZones(seen, now);
  return avoided.kind === 'until' ? avoided.until : value;
}

/** Whether it was avoided. @throws as `avoidZone`. */
export async function useZoneAgain({ appliance, zone }: Marking, deps: Deps): Promise<boolean> {
  const now = deps.clock.now().toISOString();
  const address = await readOwnAddress(appliance, deps);
  const before = address.tags[TAG.avoidZones];
  if (before === undefined || !avoidedZones(address, now).includes(zone)) return false;
  const value = avoidingWithout(address, zone, now);
  // With its value: a mark that was just prolonged stays.
  if (value === undefined) await removeTags(deps.clients, address.allocationId, { [TAG.avoidZones]: before });
  else await writeTags(deps.clients, address.allocationId, { [TAG.avoidZones]: value });
  await readBack(
    { appliance, what: 'the end of the mark', stands: (read) => !avoidedZones(read, now).includes(zone) },
    deps,
  );
  return true;
}
