/** What is deployed and what the file says, setting by setting. */
import type { Appliance, Configuration } from '../appliance.ts';

/** As JSON; undefined where a setting is absent. */
type SettingDifference = { setting: string; deployed: string | undefined; file: string | undefined };

export type ConfigurationDifference = {
  /** Whether the deployment has this appliance at all. */
  deployed: boolean;
  differences: SettingDifference[];
  /** Appliances that the deployment protects and the file does not name. */
  onlyDeployed: string[];
};

type Deployed = { appliances: ({ name: string } & Record<string, unknown>)[] };

type Compared = { appliance: Appliance; deployed: Deployed; file: Configuration };

export function compareConfiguration({ appliance, deployed, file }: Compared): ConfigurationDifference {
  const there = deployed.appliances.find(({ name }) => name === appliance.name);
  const named = file.appliances.map(({ name }) => name);
  const onlyDeployed = deployed.appliances.map(({ name }) => name).filter((name) => !named.includes(name));
  const differences = there === undefined ? [] : differencesOf(settingsOf(there), settingsOf(appliance));
  return { deployed: there !== undefined, differences, onlyDeployed };
}

function differencesOf(deployed: Map<string, string>, file: Map<string, string>): SettingDifference[] {
  const settings = [...new Set([...file.keys(), ...deployed.keys()])];
  return settings
    .map((setting) => ({ setting, deployed: deployed.get(setting), file: file.get(setting) }))
    .filter((each) => each.deployed !== each.file);
}

/** `probe.port` → `443`: each setting by its path, a list as one value, and an absent one not at all. */
function settingsOf(value: object, path: string[] = []): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([key, setting]: [string, unknown]) => {
      if (setting === undefined) return [];
      const here = [...path, key];
      const isGroup = typeof setting === 'object' && setting !== null && !Array.isArray(setting);
      return isGroup ? [...settingsOf(setting, here)] : [[here.join('.'), JSON.stringify(setting)]];
    }),
  );
}
