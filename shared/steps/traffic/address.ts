/** An Elastic IP, which is moved by instance. */
import { associateAddress } from '../../aws/apply-change.ts';
import { tryAddress } from '../../aws/dry-runs.ts';
import { readInterfaceTags } from '../../aws/interface-tags.ts';
import { readAddress } from '../../aws/read-address.ts';
import { TAG } from '../../domain/snapshot.ts';
import { positionOfAddress } from '../../domain/traffic/position.ts';
import { UNATTACHED } from '../dry-runs/attempts.ts';
import type { Attempts, Read, Write } from './kind.ts';

export const read: Read<'address'> = (parts, { address }, { clients }) =>
  Promise.all(
    parts.map(async (part) => {
      const found = await (address ?? readAddress(clients, part.allocationId));
      return { ...part, position: positionOfAddress(found) };
    }),
  );

export const write: Write<'address'> = ({ allocationId }, { instanceId }, { clients }) =>
  associateAddress(clients, { allocationId, instanceId });

const CALL = 'ec2:AssociateAddress';

const OF_THE_FIRST_DAY =
  'allowed only for an interface that was launched for the appliance, and the present one was not; undo-traffic tries the same call';

/** The traffic moves to what was launched, so the role reaches no interface of the adoption day. */
export const attempts: Attempts = () => [
  {
    call: CALL,
    try: async (subject, deps) => {
      const { networkInterfaceId, instanceId, allocationId } = subject.address;
      if (!networkInterfaceId || !instanceId) return { verdict: 'unknown', detail: UNATTACHED };
      const tags = await readInterfaceTags(deps.clients, networkInterfaceId);
      if (typeof tags === 'string') return { verdict: 'unknown', detail: tags };
      if (tags[TAG.appliance] !== subject.question.appliance)
        return { verdict: 'not-testable', detail: OF_THE_FIRST_DAY };
      return tryAddress(deps.clients, { allocationId, instanceId });
    },
  },
];

export const rollBackAttempts: Attempts = () => [
  {
    call: CALL,
    try: ({ address: { allocationId, instanceId } }, { clients }) =>
      instanceId ? tryAddress(clients, { allocationId, instanceId }) : UNATTACHED,
  },
];
