/**
 * EC2 tells of every instance in the account that stops or ends, and says no more than its id. Whether it is one of
 * ours is what the tags on the addresses know; whether anything follows from it, the failover machine decides.
 */
import * as z from 'zod/mini';
import { readAddressesOf } from '../../aws/read-address.ts';
import { startFailover } from '../../aws/start-failover.ts';
import type { Deps, Step } from '../../deps.ts';
import { failoverMachineArnOf } from '../../domain/arns.ts';
import { RefusedError } from '../../domain/errors.ts';
import { toInstant } from '../../domain/instants.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { faultsIn } from '../input-faults.ts';
import { sideBySide } from '../pace/side-by-side.ts';
import { ownerOf } from '../world/owner.ts';

const text = z.string();

/** Part of the name of an execution, so that the same event starts only one. EventBridge writes a UUID. */
const eventId = text.check(z.regex(/^[A-Za-z0-9-]{1,40}$/, 'must be at most 40 letters, digits and hyphens'));

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html */
const instanceEvent = z.object({
  'detail-type': z.literal('EC2 Instance State-change Notification'),
  id: eventId,
  account: text,
  region: text,
  time: text.check(z.refine((time) => toInstant(time) !== undefined, 'must be an instant')),
  detail: z.object({
    'instance-id': text.check(z.regex(/^i-[0-9a-f]{8,17}$/, 'must be the id of an instance')),
    state: z.enum(['pending', 'running', 'stopping', 'stopped', 'shutting-down', 'terminated']),
  }),
});

type InstanceEvent = z.infer<typeof instanceEvent>;

/** `started` names the failovers that were asked for, one for each appliance. */
type Routed = { started: string[] } | { ignored: string };

export const routeInstanceEvent: Step<InstanceEvent, Routed> = {
  parse(event) {
    const parsed = instanceEvent.safeParse(event, { reportInput: true });
    if (parsed.success) return parsed.data;
    throw new RefusedError(`the event of EC2 is not understood: ${faultsIn(parsed.error)}`);
  },
  async run(event, deps) {
    refuseForeign(event, deps);
    const routed = await route(event, deps);
    deps.log({ level: 'info', event: event.id, ...event.detail, ...routed });
    return routed;
  },
};

/** @throws RefusedError when the event is of another account or Region: an id there means nothing here. */
function refuseForeign({ account, region }: InstanceEvent, { deployment }: Deps): void {
  const [, , , ourRegion, ourAccount] = deployment.takeoverMachineArn.split(':');
  if (account === ourAccount && region === ourRegion) return;
  throw new RefusedError(
    `the event of EC2 is of account ${account} in ${region}, and not of ${ourAccount} in ${ourRegion}`,
  );
}

async function route(event: InstanceEvent, deps: Deps): Promise<Routed> {
  const { 'instance-id': instanceId, state } = event.detail;
  if (state === 'pending' || state === 'running') return { ignored: `${instanceId} is ${state}: nothing failed` };
  const addresses = await readAddressesOf(deps.clients, instanceId);
  if (addresses.length === 0) return { ignored: `${instanceId} is no appliance's active instance` };
  const judged = addresses.map((address) => judge(address, instanceId, deps));
  const appliances = judged.flatMap(({ appliance }) => appliance ?? []);
  if (appliances.length === 0) return { ignored: judged.flatMap(({ why }) => why ?? []).join('; ') };
  return { started: await sideBySide(appliances.map((appliance) => start(appliance, event, deps))) };
}

/** The appliance that the event is about, or why there is none behind this address. */
function judge(
  { tags, publicIp, allocationId, instanceId: holder }: Address,
  instanceId: string,
  deps: Deps,
): { appliance?: string; why?: string } {
  const ours = ownerOf(deps);
  const owner = tags[TAG.owner];
  if (owner !== ours) return { why: `the address ${publicIp} belongs to ${owner ?? 'no stack'}, and this is ${ours}` };
  const found = deps.configuration.appliances.find(({ floatingIp }) => [publicIp, allocationId].includes(floatingIp));
  if (!found) return { why: `no appliance is configured for the address ${publicIp}` };
  // As in every takeover, which stops the old one while the tag still names it.
  if (holder !== undefined && holder !== instanceId) {
    return { why: `the address ${publicIp} is held by ${holder} by now, and not by ${instanceId}` };
  }
  return { appliance: found.name };
}

async function start(appliance: string, { id, time, detail }: InstanceEvent, deps: Deps): Promise<string> {
  const { 'instance-id': instanceId, state } = detail;
  const name = `event-${appliance}-${id}`;
  const input = {
    appliance,
    requestedBy: 'route-instance-event',
    reason: `EC2 says that ${instanceId} is ${state}`,
    event: { instanceId, state, at: toInstant(time) },
  };
  await startFailover(deps.clients, { failoverMachineArn: failoverMachineArnOf(deps.deployment), name, input });
  return name;
}
