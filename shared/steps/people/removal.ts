/** What a deployment has made outside of its stack, and what of it goes when the deployment goes. It changes nothing. */
import { readAlarms } from '../../aws/alarms.ts';
import { templateOf } from '../../aws/blueprint.ts';
import type { Clients } from '../../aws/clients.ts';
import { type Group, readProofGroups } from '../../aws/made-while-running.ts';
import { readAddress } from '../../aws/read-address.ts';
import { readSweepRole } from '../../aws/read-deployed.ts';
import { describeInstance, instanceOf, readOurInstanceIds } from '../../aws/read-instances.ts';
import type { ReadinessClients } from '../../aws/readiness-clients.ts';
import { readTemplate } from '../../aws/template-versions.ts';
import { listRunning } from '../../aws/watch-execution.ts';
import type { DepsWith } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { failoverMachineArnOf, prepareMachineArnOf, rotationMachineArnOf } from '../../domain/arns.ts';
import { alarmNameOf } from '../../domain/decision/trigger.ts';
import type { SeenAlarms } from '../../domain/decision/witnesses.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { TAG } from '../../domain/snapshot.ts';
import { ownerOf } from '../world/owner.ts';

type RemovalDeps = DepsWith<Clients & Pick<ReadinessClients, 'lambda'>>;

type Tagged = { id: string; tags: Record<string, string> };

export type Removal = {
  appliance: string;
  alarms: string[];
  templateId: string | undefined;
  groups: Group[];
  /** Resources with tags of ours, and these tags: the address first. */
  tagged: Tagged[];
  /** What runs besides the active instance, and costs until a person ends it. */
  running: string[];
  /** What has a name of ours and is not provably ours: it stays. */
  stays: string[];
};

/** @throws RefusedError while anything of the deployment runs: it would be cut off in the middle. */
export async function refuseWhileItRuns({ clients, deployment }: RemovalDeps): Promise<void> {
  const machines = [
    ...[deployment.takeoverMachineArn, rotationMachineArnOf(deployment)],
    ...[failoverMachineArnOf(deployment), prepareMachineArnOf(deployment)],
  ];
  const running = (await Promise.all(machines.map((arn) => listRunning(clients, arn)))).flat();
  if (running.length === 0) return;
  throw new RefusedError(
    `the deployment is not removed while it works: ${running.join(', ')}; wait until that has ended`,
  );
}

export async function readRemoval(appliances: Appliance[], deps: RemovalDeps): Promise<Removal[]> {
  const { stage } = deps.deployment;
  const [alarms, sweepRoleName] = await Promise.all([
    readAlarms(deps.clients, { stage, appliances }),
    readSweepRole(deps.clients, `failover-${stage}-check-readiness`),
  ]);
  const removals: Removal[] = [];
  for (const appliance of appliances) {
    removals.push(await removalOf(appliance, { alarms: alarms.get(appliance.name), sweepRoleName }, deps));
  }
  return removals;
}

type Known = { alarms: SeenAlarms | undefined; sweepRoleName: string };

async function removalOf(appliance: Appliance, { alarms, sweepRoleName }: Known, deps: RemovalDeps): Promise<Removal> {
  const { name } = appliance;
  const { stage } = deps.deployment;
  const [template, groups, owned] = await Promise.all([
    readTemplate(deps.clients, templateOf({ stage, sweepRoleName }, name)),
    readProofGroups(deps.clients, { stage, appliance: name, owner: ownerOf(deps) }),
    ownedBy(appliance, deps),
  ]);
  const kinds = [
    ['status-check', alarms?.statusCheck],
    ['probe', alarms?.probe],
  ] as const;
  const found = kinds.flatMap(([kind, alarm]) =>
    alarm ? [{ name: alarmNameOf({ stage, appliance: name, kind }), ...alarm }] : [],
  );
  const isOurs = template?.own !== undefined && template.foreign === undefined;
  return {
    appliance: name,
    alarms: found.filter(({ asWanted }) => asWanted).map((alarm) => alarm.name),
    templateId: isOurs ? template.id : undefined,
    groups: groups.filter((group) => group.isOurs),
    ...owned,
    stays: [
      ...found.filter(({ asWanted }) => !asWanted).map((alarm) => `alarm ${alarm.name}: it is not as we define it`),
      ...(template && !isOurs ? [`launch template ${template.id}: its newest version is not ours`] : []),
      ...groups.filter((group) => !group.isOurs).map(({ id }) => `security group ${id}: it lacks our tags`),
      ...owned.stays,
    ],
  };
}

const oursIn = (tags: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(tags).filter(([key]) => key.startsWith('failover:')));

/** Read again once the stack is gone, because its functions write tags until then. */
export async function ownedBy(
  { name, floatingIp }: Appliance,
  deps: RemovalDeps,
): Promise<Pick<Removal, 'tagged' | 'running' | 'stays'>> {
  const address = await readAddress(deps.clients, floatingIp);
  const { allocationId, tags, instanceId: holder } = address;
  const owner = tags[TAG.owner];
  if (owner !== ownerOf(deps)) {
    const whose = owner === undefined ? 'no stack has adopted it' : `it belongs to ${owner}`;
    return { tagged: [], running: [], stays: [`the tags of ${address.publicIp} and of its instances: ${whose}`] };
  }
  const ids = await readOurInstanceIds(deps.clients, { appliance: name });
  if (ids === undefined) throw new TransientError(`the tags of the instances of ${name} cannot be read`);
  const readings = await Promise.all(ids.map((id) => describeInstance(deps.clients, id)));
  const instances = readings.flatMap((reading) => (reading.reading === 'described' ? [instanceOf(reading.raw)] : []));
  const unread = ids.filter((_, index) => readings[index]?.reading === 'unreadable');
  const alive = instances.filter(({ state }) => state !== 'terminated');
  return {
    tagged: [
      { id: allocationId, tags: oursIn(tags) },
      ...alive.map(({ id, tags: all }) => ({ id, tags: oursIn(all) })),
    ],
    running: alive
      .filter(({ id, state }) => id !== holder && state === 'running')
      .map(({ id, tags: all }) => `${id}, ${all[TAG.role] ?? 'without a role'}`),
    stays: unread.map((id) => `the tags of ${id}: EC2 does not describe it now`),
  };
}
