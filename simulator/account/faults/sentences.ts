/** EC2's own sentence for a code that a fault makes it answer, where it is known and the product may read it. */
import { addressRefusedByInstance, addressRefusedByInterface } from '../ec2/write-path.ts';

type Asked = { action: string; input: Record<string, unknown> };

const SENTENCES: Record<string, (input: Record<string, unknown>) => Error> = {
  'AssociateAddress InvalidInstanceID': ({ InstanceId }) =>
    addressRefusedByInstance({ id: String(InstanceId), state: 'pending' }),
  'AssociateAddress IncorrectInstanceState': () => addressRefusedByInterface({ id: 'eni', state: 'pending' }),
};

export const sentenceOf = ({ action, input }: Asked, code: string): string =>
  SENTENCES[`${action} ${code}`]?.(input).message ?? `simulated ${code}`;
