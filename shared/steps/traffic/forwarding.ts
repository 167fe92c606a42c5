/** The source/destination check of the network interface to which the traffic is moved: off, or it forwards nothing. */
import { letForward, readForwards } from '../../aws/apply-change.ts';
import { tryForward } from '../../aws/dry-runs.ts';
import { INTERFACES, UNATTACHED } from '../dry-runs/attempts.ts';
import type { Attempts, Read, Write } from './kind.ts';

/** Where it is off, the part is at that interface; without a receiver there is no interface to read. */
export const read: Read<'forwarding'> = async (parts, { receiver }, { clients }) => {
  if (!receiver) return [];
  const forwards = await readForwards(clients, receiver.networkInterfaceId);
  return parts.map((part) => ({
    ...part,
    position: forwards ? { at: 'interface', ...receiver, blackhole: false } : { at: 'nowhere' },
  }));
};

export const write: Write<'forwarding'> = (_, { networkInterfaceId }, { clients }) =>
  letForward(clients, networkInterfaceId);

export const attempts: Attempts = () => [
  INTERFACES,
  {
    call: 'ec2:ModifyNetworkInterfaceAttribute',
    try: ({ address: { networkInterfaceId } }, { clients }) =>
      networkInterfaceId ? tryForward(clients, networkInterfaceId) : UNATTACHED,
  },
];
