/** The names that a configuration gives to things of the account: they are blanked in what is kept. */
import type { Appliance } from '../../shared/domain/appliance.ts';

export function namesIn(appliance: Appliance): string[] {
  const { vpc, subnets, routeTables, instance, image, securityGroups, name, probe, notify } = appliance;
  return [vpc, subnets, routeTables, instance, image, securityGroups, name, probe.host, notify].flatMap(
    (each) => each ?? [],
  );
}
