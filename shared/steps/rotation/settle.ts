/** Which standby comes to rest: the one that the address names, as long as it runs as its rotation launched it. */
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { TransientError } from '../../domain/errors.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { isUnsettled } from '../provenance/standby-origin.ts';
import type { Pass } from './facts.ts';
import type { RotationInput } from './input.ts';

type Asked = { input: RotationInput; appliance: Appliance; address: Address };

type NoStandby = { because: 'no-standby'; detail: string };

/** @throws TransientError when it cannot be read. */
export async function readSettle({ input, appliance, address }: Asked, deps: Deps): Promise<Pass | NoStandby> {
  const none = (detail: string): NoStandby => ({ because: 'no-standby', detail });
  const { name, standby } = appliance;
  if (standby.tier !== 'stopped') return none(`standby.tier of ${name} is ${standby.tier}`);
  const id = address.tags[TAG.standby];
  if (id === undefined) return none(`the address of ${name} names no standby`);
  const reading = await readInstance(deps.clients, id);
  if (reading.reading === 'unreadable') throw new TransientError(`${id} is unreadable (${reading.why})`);
  if (reading.reading === 'absent') return none(`EC2 does not know ${id}`);
  const { state, zone, imageId, type: instanceType, tags } = reading.instance;
  if (state !== 'running' || tags[TAG.role] !== 'standby')
    return none(`${id} is ${state}, and tagged ${tags[TAG.role]}`);
  // One that was started since is a person's, or was a takeover's: a new one takes its place.
  if (!(await isUnsettled(reading.instance, { appliance: name, by: tags[TAG.by] }, deps)))
    return none(`${id} does not run as a rotation of ours has launched it`);
  const at = deps.clock.now().toISOString();
  return {
    outcome: 'go',
    active: address.instanceId ?? '',
    imageName: imageId,
    prove: false,
    settle: { instanceId: id, imageId, zone, instanceType, at },
    why: input.asked.reason ?? `${input.asked.requestedBy} asked for the standby to be stopped`,
  };
}
