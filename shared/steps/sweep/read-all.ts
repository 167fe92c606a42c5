/** What one sweep reads for all appliances at once, in as few calls as there are kinds of things to know. */
import { readAlarms, type SeenAlarms } from '../../aws/alarms.ts';
import { asAttached } from '../../aws/attachment.ts';
import { type ListedTakeover, listTakeovers } from '../../aws/executions.ts';
import {
  type MachineReading,
  type OurInstance,
  readAddresses,
  readMachines,
  readOurInstances,
} from '../../aws/read-fleet.ts';
import type { Deps } from '../../deps.ts';
import { withLastHolder } from '../../domain/decision/active-instance.ts';
import { holderOf } from '../../domain/decision/suspicion.ts';
import { messageOf } from '../../domain/errors.ts';
import type { DutyOutcome } from '../../domain/messages/failing-duties.ts';
import type { Address } from '../../domain/snapshot.ts';

/** What could not be read is undefined, and then nothing that needs it is done. */
export type Everything = {
  /** By allocation id and by public address. */
  addresses: Map<string, Address>;
  /** By appliance. */
  alarms: Map<string, SeenAlarms> | undefined;
  /** By appliance: what is named as a takeover of it, the newest generation first. */
  takeovers: Map<string, ListedTakeover[]> | undefined;
  ours: OurInstance[] | undefined;
  /** By instance id: the holders, and all others that carry our tags. */
  machines: Map<string, MachineReading>;
  /** What came of each reading for all appliances that may fail alone. */
  readings?: DutyOutcome[];
};

/** What the alarm watches was adopted, also where the tag that says so was removed or replaced. */
export const asWatched = (address: Address, alarms: SeenAlarms | undefined): Address =>
  withLastHolder(address, { past: [], watched: alarms?.statusCheck?.instanceId });

/** @throws TransientError when not even the addresses can be read: there is nothing to sweep then. */
export async function readEverything(deps: Deps): Promise<Everything> {
  const { clients, configuration, deployment } = deps;
  const { stage, takeoverMachineArn } = deployment;
  const appliances = configuration.appliances.map(({ name }) => name);
  const readings: DutyOutcome[] = [];
  const orUnknown = async <Answer>(duty: string, answer: Promise<Answer>): Promise<Answer | undefined> => {
    try {
      const read = await answer;
      readings.push({ duty });
      return read;
    } catch (cause) {
      readings.push({ duty, why: messageOf(cause) });
      deps.log({ level: 'warn', unreadable: messageOf(cause) });
      return undefined;
    }
  };
  const [found, alarms, takeovers, ours] = await Promise.all([
    readAddresses(clients, [...new Set(configuration.appliances.map(({ floatingIp }) => floatingIp))]),
    orUnknown('reading all alarms', readAlarms(clients, { stage, appliances: configuration.appliances })),
    orUnknown('listing takeovers', listTakeovers(clients, { takeoverMachineArn, appliances })),
    orUnknown('reading the tags of our instances', readOurInstances(clients)),
  ]);
  const attached = await Promise.all([...new Set(found.values())].map((address) => asAttached(address, clients)));
  const addresses = new Map(
    attached.flatMap((address): [string, Address][] => [
      [address.allocationId, address],
      [address.publicIp, address],
    ]),
  );
  const known = (ours ?? []).filter(({ appliance }) => appliances.includes(appliance));
  const ids = new Set([
    ...configuration.appliances.flatMap(({ name, floatingIp }) => {
      const address = addresses.get(floatingIp);
      return address ? (holderOf(asWatched(address, alarms?.get(name))) ?? []) : [];
    }),
    ...known.map(({ instanceId }) => instanceId),
  ]);
  const machines = await readMachines(clients, [...ids].sort());
  return { addresses, alarms, takeovers, ours: ours && known, machines, readings };
}
