/** What the functions of a takeover have looked at since it began, and what of theirs no look at the traffic shows. */

import type { Call, World } from '../../account/world.ts';
import type { Read, Unseen } from '../rules/conduct.ts';

/** How a read names what it is about; any other search is about everything that it finds. */
const IDS = ['InstanceIds', 'AllocationIds', 'RouteTableIds', 'NetworkInterfaceIds'];

const idsIn = ({ input }: Call): string[] | undefined => {
  const ids = IDS.map((key) => input[key]).find(Array.isArray);
  return ids?.map(String);
};

const instant = (epochMs: number): string => new Date(epochMs).toISOString();

/** Answered, asked in earnest, and by one that is listened to. */
const counts = ({ error, lost, dryRun, unheard }: Call): boolean => !error && !lost && !dryRun && !unheard;

/** To ask for the same again, as a late attempt does, changes nothing that there would be to prove. */
const isFirst = ({ input }: Call, at: number, calls: Call[]): boolean =>
  calls.findIndex((call) => call.input.NetworkInterfaceId === input.NetworkInterfaceId) === at;

export function proofsSince({ calls }: World, startedAtMs: number): { unseen: Unseen[]; reads: Read[] } {
  const since = calls.filter((call) => call.atMs >= startedAtMs && counts(call));
  return {
    reads: since
      .filter(({ action }) => action.startsWith('Describe'))
      .map((call) => ({ action: call.action, by: call.caller, sentAt: instant(call.atMs), ids: idsIn(call) })),
    unseen: since
      .filter(({ action, input }) => action === 'ModifyNetworkInterfaceAttribute' && input.Groups === undefined)
      .filter(isFirst)
      .map(({ caller, atMs, input }) => {
        const position = { at: 'interface', networkInterfaceId: String(input.NetworkInterfaceId), blackhole: false };
        // A late attempt's answer may come long after the next step has looked.
        return { kind: 'move', at: instant(atMs), by: caller, part: { kind: 'forwarding', position } } as Unseen;
      }),
  };
}
