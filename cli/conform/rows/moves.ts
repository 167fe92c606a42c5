/** Rows 12 and 17: a switchover that is watched from outside, and the end of the active instance. */
import { executionForLab, executionsSince, type Listed, statesForLab } from '../../../shared/aws/lab/executions.ts';
import { describeForLab, startForLab, stopForLab, terminateForLab } from '../../../shared/aws/lab/instances.ts';
import { readAddress } from '../../../shared/aws/read-address.ts';
import type { EnteredState } from '../../../shared/aws/watch-execution.ts';
import { executionArnOf, failoverMachineArnOf } from '../../../shared/domain/arns.ts';
import { startByHand } from '../../../shared/steps/people/start.ts';
import { EVENT_DELIVERY_MS } from '../../../simulator/durations.ts';
import { CannotObserve, type Lab } from '../lab.ts';
import type { Row } from '../row.ts';
import { awaitRunning, liveInstance } from './common.ts';
import { ended } from './executions.ts';

const TAKEOVER_SECONDS = 3_600;

/** From entering one state to entering the next; a state that is entered again adds up. */
function notePhases({ notes }: Lab, states: EnteredState[], machine: string): void {
  const spent = new Map<string, number>();
  for (const [index, { state, at }] of states.entries()) {
    const next = states[index + 1];
    if (next) spent.set(state, (spent.get(state) ?? 0) + (Date.parse(next.at) - Date.parse(at)) / 1000);
  }
  for (const [state, seconds] of spent) notes.second(`${machine}: ${state}`, seconds);
  notes.steps(`states of ${machine}`, [...new Set(states.map(({ state }) => state))]);
}

type Said = { outcome?: string; because?: string; execution?: string };

/** Follows a run of `failover`, and the takeover that it starts, to the end. */
export async function followMove(lab: Lab, arn: string, prefix = ''): Promise<string> {
  const { deps, notes } = lab;
  const { output, status } = await ended(lab, arn);
  const { outcome = status, because = '', execution } = Object(output) as Said;
  notes.code(`${prefix}decision`, outcome === 'held' ? `held (${because})` : outcome);
  notePhases(lab, await statesForLab(deps.clients, arn), `${prefix}failover`);
  if (outcome !== 'taking-over' || !execution) return outcome;
  const takeover = executionArnOf({ machineArn: deps.deployment.takeoverMachineArn, name: execution });
  const { status: ending } = await ended(lab, takeover, TAKEOVER_SECONDS);
  notes.code(`${prefix}takeover`, ending);
  notePhases(lab, await statesForLab(deps.clients, takeover), `${prefix}takeover`);
  return ending;
}

type Watching = { stop(): Promise<{ longestGap: number; answers: number }> };

const PROBE = { everyMs: 100, timeoutMs: 1_000 };

/** Asks every 0.1 s until it is stopped. */
async function probing(lab: Lab): Promise<Watching> {
  const { deps, appliance, door } = lab;
  const { publicIp } = await readAddress(deps.clients, appliance.floatingIp);
  const { protocol, port, path, status, text } = appliance.probe;
  const target = { protocol, host: publicIp, port, path, status, text, timeoutMs: PROBE.timeoutMs };
  let stopped = false;
  let [lastMs, longestMs, answers] = [deps.clock.now().getTime(), 0, 0];
  const work = (async () => {
    while (!stopped) {
      const { answered } = await door.prober.probe(target);
      const nowMs = deps.clock.now().getTime();
      if (answered) {
        if (answers > 0) longestMs = Math.max(longestMs, nowMs - lastMs);
        [lastMs, answers] = [nowMs, answers + 1];
      }
      await deps.clock.sleep(PROBE.everyMs);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await work;
      return { longestGap: longestMs / 1000, answers };
    },
  };
}

const STATES = { facts: 'reality.md R42 row 12', file: 'state-machines/takeover.asl.yml' } as const;

const switchover: Row = {
  ...{ number: 12, title: 'a switchover, asked for an answer every 0.1 s', dollars: 0.05, minutes: 15, for: ['Q6'] },
  ...{
    by: 'api',
    changes: 'the appliance moves to another zone; the old instance is stopped and kept',
    continues: true,
  },
  checks: [
    { name: 'decision', kind: 'code', ...STATES, file: 'shared/domain/decision/decide.ts' },
    { name: 'takeover', kind: 'code', ...STATES },
    { name: 'states of takeover', kind: 'order', ...STATES },
  ],
  async run(lab) {
    const { deps, appliance, door, notes } = lab;
    const name = `${lab.mark}-switchover`;
    const requestedBy = `${door.user} with the conformance kit`;
    const request = { name, machine: 'failover', mode: 'switchover', appliance: appliance.name } as const;
    const watching = await probing(lab);
    try {
      const begun = await startByHand({ ...request, requestedBy, reason: 'conformance kit, row 12' }, deps);
      if (begun.started === 'no') throw begun.cause;
      if (begun.started === 'unknown')
        throw new CannotObserve(`AWS has not said whether ${name} started: ${begun.why}`);
      await followMove(lab, executionArnOf({ machineArn: failoverMachineArnOf(deps.deployment), name }));
    } finally {
      const { longestGap, answers } = await watching.stop();
      notes.second('longest gap between answers', longestGap);
      notes.count('answers', answers);
    }
  },
};

/** The first run of `failover` that began after that instant. */
export async function nextFailover(lab: Lab, since: Date, seconds: number, what: string): Promise<Listed> {
  const { deps, desk } = lab;
  const machineArn = failoverMachineArnOf(deps.deployment);
  const found = await desk.until({ seconds, everyMs: 2_000, what }, async () =>
    (await executionsSince(deps.clients, machineArn, since)).at(-1),
  );
  if (found) return found;
  throw new CannotObserve(`no execution of failover began within ${seconds} s`);
}

const EVENTS = { facts: 'aws-facts 3.5, EventBridge', file: 'simulator/durations.ts' } as const;

/** From the event to the execution: a function that starts cold, and two calls of Step Functions. */
const STARTING_MS = 8_000;

async function stopByHand(lab: Lab): Promise<void> {
  const { deps, desk, kept, notes } = lab;
  const { clients } = deps;
  const { instanceId } = await liveInstance(lab);
  const since = deps.clock.now();
  kept.add({
    what: `the stopped instance ${instanceId}`,
    undo: () => startForLab(clients, instanceId),
    undone: async () => (await describeForLab(clients, instanceId))?.State?.Name === 'running',
    command: `aws ec2 start-instances --instance-ids ${instanceId}`,
  });
  await stopForLab(clients, instanceId);
  const { arn } = await nextFailover(lab, since, 300, 'row 17, waiting for the decision about the stopped instance');
  const { output } = await ended(lab, arn);
  const { outcome, because } = Object(output) as Said;
  notes.code('stopped by a person', outcome === 'held' ? `held (${because})` : (outcome ?? 'no answer'));
  const patience = { seconds: 420, everyMs: 5_000, what: 'row 17, waiting until the instance has stopped' };
  await desk.until(patience, async () =>
    (await describeForLab(clients, instanceId))?.State?.Name === 'stopped' ? true : undefined,
  );
  await startForLab(clients, instanceId);
  await awaitRunning(lab, instanceId);
  kept.drop(`the stopped instance ${instanceId}`);
}

const termination: Row = {
  ...{ number: 17, title: 'the active instance is terminated; later its replacement is stopped by a person' },
  ...{ dollars: 0.05, minutes: 25, for: ['R42'], by: 'api', continues: true },
  changes: 'the active instance of the lab ends for good and is replaced; the replacement is stopped and started again',
  checks: [
    {
      ...{ name: 'termination to the execution of failover', kind: 'seconds', range: EVENT_DELIVERY_MS },
      ...{ slack: { min: 2_000, max: STARTING_MS }, constant: 'EVENT_DELIVERY_MS', ...EVENTS },
    },
    { name: 'decision', kind: 'code', facts: 'reality.md R42 row 17', file: 'shared/domain/decision/decide.ts' },
    { name: 'takeover', kind: 'code', facts: 'reality.md R42 row 17', file: 'state-machines/takeover.asl.yml' },
    {
      name: 'stopped by a person',
      kind: 'code',
      facts: 'reality.md R42 row 17',
      file: 'shared/domain/decision/decide.ts',
    },
  ],
  async run(lab) {
    const { deps, desk, notes } = lab;
    await settle(lab);
    const { instanceId } = await liveInstance(lab);
    await terminateForLab(deps.clients, instanceId);
    const since = deps.clock.now();
    const begun = await nextFailover(lab, since, 300, 'row 17, waiting for the execution of failover');
    const seconds = (begun.startedAt.getTime() - since.getTime()) / 1000;
    notes.second('termination to the execution of failover', Math.max(0, seconds));
    const ending = await followMove(lab, begun.arn);
    if (ending !== 'SUCCEEDED') throw new CannotObserve(`the takeover after the termination: ${ending}`);
    await desk.wait(CALM_MS, 'row 17, letting the replacement settle');
    await stopByHand(lab);
    const state = await executionForLab(deps.clients, begun.arn);
    notes.code('status of failover', state?.status ?? 'unknown');
  },
};

/** The probe of a replacement has a vote only after five minutes of answers. */
const CALM_MS = 420_000;

/** After a takeover of an earlier row the appliance is left alone for a while; a failure in that time is held. */
async function settle({ deps, desk }: Lab): Promise<void> {
  const { takeoverMachineArn } = deps.deployment;
  const since = new Date(deps.clock.now().getTime() - 2 * CALM_MS);
  const recent = await executionsSince(deps.clients, takeoverMachineArn, since);
  if (recent.length > 0) await desk.wait(CALM_MS, 'row 17, letting an earlier takeover settle');
}

export const MOVE_ROWS = [switchover, termination];
