/** Which instance a takeover neither stops nor calls retired, although it had the traffic: it is not the appliance's. */
import type { Appliance } from '../appliance.ts';
import { type InstanceReading, TAG } from '../snapshot.ts';

/** `configured` is absent when the appliance has left the configuration since. */
type Named = { name: string; configured: Pick<Appliance, 'instance'> | undefined };

/**
 * A machine that was given the address by hand: neither tagged by an adoption or a launch, nor the configured one. What
 * EC2 does not describe is not spared, because the old instance of a lost zone has to be fenced.
 */
export function isSpared(reading: InstanceReading, { name, configured }: Named): boolean {
  if (reading.reading !== 'described') return false;
  const { id, tags } = reading.instance;
  if (tags[TAG.appliance] === name) return false;
  return configured === undefined || ![id, tags.Name].includes(configured.instance);
}
