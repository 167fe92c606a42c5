/** What the README promises, act by act, and what came of it in the emulator. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EMULATED, lookAt, terminateEmulated } from '../../shared/aws/lab/emulated-account.ts';
import { type Execution, isClosed, latest } from '../../simulator/sfn/execution.ts';
import { command } from './command.ts';
import type { Stage } from './stage.ts';

export type Act = { promise: string; run(stage: Stage): Promise<Finding> };

/** `met` by what was found, in words. */
export type Finding = { met: boolean; found: string };

const sleep = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

const finding = (found: Record<string, unknown>, met: boolean): Finding => ({ met, found: JSON.stringify(found) });

export const documentOf = (text: string | undefined): Record<string, unknown> => {
  try {
    return Object(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
};

const RUN_SECONDS_MAX = 600;

async function ended(execution: Execution): Promise<Execution> {
  for (let second = 0; second < RUN_SECONDS_MAX && !isClosed(execution); second++) await sleep(1_000);
  return execution;
}

async function run({ stepFunctions, machineArnOf }: Stage, machine: string, input: object): Promise<Execution> {
  const { execution } = stepFunctions.start({ machine: machineArnOf(machine), input: JSON.stringify(input) });
  return ended(execution);
}

const PERSON = { appliance: EMULATED.name, requestedBy: 'acceptance', reason: 'acceptance' };

function outputOf(execution: Execution): Record<string, unknown> {
  const { output, error, cause, status } = latest(execution);
  return output === undefined ? { status, error, cause } : documentOf(output);
}

/** An event as EventBridge delivers it. */
const eventOf = (kind: string, detail: object): object => ({
  ...{ version: '0', id: randomUUID(), 'detail-type': kind, source: 'aws.ec2', account: '123456789012' },
  ...{ time: new Date().toISOString(), region: 'ap-northeast-1', resources: [], detail },
});

const shortOf = ({ status, outcome, to, error, failure, cause, because, seconds }: Record<string, unknown>) =>
  status === 'SUCCEEDED' ? { status, outcome, to, seconds } : { status, outcome, because, error, failure, cause };

/** The takeover that this run of the front door started, to its end. */
async function takeoverOf({ stepFunctions }: Stage, front: Execution): Promise<Record<string, unknown>> {
  const name = outputOf(front).execution;
  const takeover = stepFunctions.executions.find((each) => each.name === name);
  return takeover ? { status: latest(await ended(takeover)).status, ...outputOf(takeover) } : outputOf(front);
}

const adoption: Act = {
  promise: 'within a minute the sweep adopts the instance that holds the address',
  run: async (stage) => {
    await stage.invoke('sweep', { id: 'one', time: new Date().toISOString() });
    const { addressTags, instances } = await lookAt(stage.clients, stage.account);
    const active = addressTags['failover:active-instance'];
    const role = instances.find(({ id }) => id === stage.account.instanceId)?.tags['failover:role'];
    const owner = addressTags['failover:owner'];
    return finding(
      { active, owner, role },
      active === stage.account.instanceId && owner === 'failover-dev' && role === 'active',
    );
  },
};

const readiness: Act = {
  promise: 'check-readiness says of each check whether a failover would succeed, and changes nothing',
  run: async (stage) => {
    const before = JSON.stringify(await lookAt(stage.clients, stage.account));
    const answer = Object(await stage.invoke('check-readiness', { appliance: EMULATED.name }));
    const checks: { check: string; verdict: string; sentence: string }[] = answer.appliances?.[0]?.checks ?? [];
    const red = checks
      .filter(({ verdict }) => verdict === 'not-ready')
      .map(({ check, sentence }) => `${check}: ${sentence}`);
    const same = before === JSON.stringify(await lookAt(stage.clients, stage.account));
    const green = checks.filter(({ verdict }) => verdict === 'ready').length;
    return finding({ green, of: checks.length, red, changedNothing: same }, same && green > 0 && red.length === 0);
  },
};

const rehearsal: Act = {
  promise: 'a rehearsal shows the plan and changes nothing',
  run: async (stage) => {
    const before = JSON.stringify(await lookAt(stage.clients, stage.account));
    const { outcome, ...rest } = outputOf(await run(stage, 'failover', { ...PERSON, mode: 'rehearse' }));
    const same = before === JSON.stringify(await lookAt(stage.clients, stage.account));
    return finding(
      { outcome, changedNothing: same, ...(outcome !== 'rehearsed' && rest) },
      outcome === 'rehearsed' && same,
    );
  },
};

const rotation: Act = {
  promise: 'a rotation takes an image of the active instance and calls it good',
  run: async (stage) => {
    const { outcome, because, detail, failure, error, cause } = outputOf(
      await run(stage, 'rotation', { ...PERSON, prove: false }),
    );
    const { images } = await lookAt(stage.clients, stage.account);
    const good = images.filter((tags) => tags['failover:image'] === 'good').length;
    return finding({ outcome, good, because, detail, failure, error, cause }, outcome === 'rotated' && good === 1);
  },
};

const probing: Act = {
  promise: 'the prober asks the appliance for a minute and tells CloudWatch what it saw',
  run: async (stage) => {
    const answer = await stage.invoke('probe-appliance', eventOf('Scheduled Event', {}));
    return finding({ answer }, JSON.stringify(answer ?? null).includes(EMULATED.name));
  },
};

const ALARM_EVENT = join('events', 'triggers', 'alarm-state-change.json');

/** The event of the probe alarm of this appliance, as CloudWatch would send it now. */
const alarmEvent = (holder: string): unknown => {
  const text = readFileSync(ALARM_EVENT, 'utf8')
    .replaceAll('sophos-status-check', `${EMULATED.name}-probe`)
    .replaceAll(/i-[0-9a-f]{17}/g, holder)
    .replaceAll(/2026-11-21T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+0000)/g, new Date().toISOString());
  return JSON.parse(text);
};

const pause: Act = {
  promise: 'a pause holds what starts by itself, and resume ends it',
  run: async (stage) => {
    const pausedBy = await command(stage, ['pause', EMULATED.name, '--for', '1h', '--reason', 'acceptance']);
    const held = outputOf(await run(stage, 'failover', Object(alarmEvent(stage.account.instanceId))));
    const resumedBy = await command(stage, ['resume', EMULATED.name]);
    const { addressTags } = await lookAt(stage.clients, stage.account);
    const left = addressTags['failover:paused-until'];
    const met = pausedBy === 0 && resumedBy === 0 && held.because === 'paused' && left === undefined;
    const said = met ? undefined : stage.logs.slice(-6).join(' ').slice(-1_500);
    return finding({ exitCodes: [pausedBy, resumedBy], said, outcome: held.outcome, because: held.because, left }, met);
  },
};

/** Where the service answers as soon as the address has moved, as if the replacement had booted meanwhile. */
async function answersWhenMoved({ clients, account, service }: Stage, from: string | undefined): Promise<void> {
  for (let second = 0; second < 120; second++) {
    const { holder } = await lookAt(clients, account);
    if (holder !== undefined && holder !== from) break;
    await sleep(1_000);
  }
  service.open();
}

const WITHOUT_TAKEOVER: Record<string, unknown> = { status: 'no takeover was started' };

const takeover: Act = {
  promise:
    "EC2's event of a terminated appliance is enough: it is replaced in another zone, address and route follow, and it answers",
  run: async (stage) => {
    const { clients, account, service, stepFunctions } = stage;
    const before = stepFunctions.executions.length;
    service.close();
    await terminateEmulated(clients, account.instanceId);
    const event = eventOf('EC2 Instance State-change Notification', {
      ...{ 'instance-id': account.instanceId, state: 'terminated' },
    });
    await stage.invoke('route-instance-event', event);
    const front = stepFunctions.executions[before];
    const answering = answersWhenMoved(stage, account.instanceId);
    const said = front ? await takeoverOf(stage, await ended(front)) : WITHOUT_TAKEOVER;
    await answering;
    const now = await lookAt(clients, account);
    const zone = now.instances.find(({ id }) => id === now.holder)?.zone;
    const met = said.status === 'SUCCEEDED' && now.holder === said.to && now.route === said.to && zone?.endsWith('c');
    return finding({ ...shortOf(said), holder: now.holder, route: now.route, zone }, met === true);
  },
};

/** No takeover begins within a minute after another one. */
const SETTLING_MS = 65_000;

const switchover: Act = {
  promise: 'a switchover moves everything to another zone and stops the old instance only after the new one answers',
  run: async (stage) => {
    await sleep(SETTLING_MS);
    const before = await lookAt(stage.clients, stage.account);
    const front = await run(stage, 'failover', { ...PERSON, mode: 'switchover', force: true });
    const said = await takeoverOf(stage, front);
    const now = await lookAt(stage.clients, stage.account);
    const old = now.instances.find(({ id }) => id === before.holder)?.state;
    const moved = now.holder === said.to && now.route === said.to && now.holder !== before.holder;
    const met = said.status === 'SUCCEEDED' && moved && ['stopping', 'stopped'].includes(old ?? '');
    return finding({ ...shortOf(said), holder: now.holder, route: now.route, old }, met);
  },
};

export const ACTS: Act[] = [adoption, probing, readiness, rehearsal, pause, rotation, takeover, switchover];
