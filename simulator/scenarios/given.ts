/** What a scenario takes as given, as a configuration of the whole account. */
import { profileOf } from '../../shared/config/defaults.ts';
import type { Appliance, Configuration } from '../../shared/domain/appliance.ts';
import type { Scenario } from './schema.ts';

type Given = Scenario['given'];

function underProfile(appliance: Appliance, profile: Given['profile']): Appliance {
  if (!profile) return appliance;
  const { protocol, port, ...ofProfile } = profileOf(profile);
  return { ...appliance, ...ofProfile, profile, probe: { ...appliance.probe, protocol, port } };
}

export function configurationOf({ given }: Scenario, configuration: Configuration): Configuration {
  const { instanceTypes, bootLimitSeconds, fencing, mode, profile } = given;
  const change = {
    ...(instanceTypes.length > 0 && { instanceTypes }),
    ...(bootLimitSeconds !== undefined && { bootLimitSeconds }),
    ...(fencing !== undefined && { fencing }),
    ...(mode !== undefined && { mode }),
  };
  const appliances = configuration.appliances.map((appliance) => ({ ...underProfile(appliance, profile), ...change }));
  return { ...configuration, appliances };
}
