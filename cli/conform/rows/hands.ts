/** Rows 15, 16 and 18: a person does something at the appliance or in the console, and the kit reads what comes of it. */
import { executionsSince } from '../../../shared/aws/lab/executions.ts';
import { describeForLab } from '../../../shared/aws/lab/instances.ts';
import { alarmForLab } from '../../../shared/aws/lab/metrics.ts';
import { readProbePoints } from '../../../shared/aws/probe-metric.ts';
import { failoverMachineArnOf } from '../../../shared/domain/arns.ts';
import { alarmNameOf } from '../../../shared/domain/decision/trigger.ts';
import { CannotObserve, type Lab } from '../lab.ts';
import type { Row } from '../row.ts';
import { liveInstance } from './common.ts';
import { followMove, nextFailover } from './moves.ts';
import { pauseFor } from './readiness.ts';

const TIMES = 5;

async function oneStop(lab: Lab, time: number): Promise<number> {
  const { deps, appliance, desk } = lab;
  const which = `${time} of ${TIMES}`;
  await desk.enter(
    ['Stop the service that the probe asks, not the instance, such as: systemctl stop nginx'],
    `Row 15, stop ${which}: press Enter at the moment at which you stop it: `,
  );
  const since = deps.clock.now();
  const begun = await nextFailover(lab, since, 300, `row 15, stop ${which}, waiting for the execution of failover`);
  await desk.enter(['Start the service again.'], `Row 15, start ${which}: press Enter when it runs: `);
  const name = alarmNameOf({ stage: deps.deployment.stage, appliance: appliance.name, kind: 'probe' });
  const patience = { seconds: 600, everyMs: 5_000, what: `row 15, waiting until the alarm of the probe is OK` };
  await desk.until(patience, async () => ((await alarmForLab(deps.clients, name))?.state === 'OK' ? true : undefined));
  // Each stop is to begin at another second of the minute.
  await desk.wait(60_000 + 13_000 * time, `row 15, until stop ${time + 1}`);
  return Math.max(0, (begun.startedAt.getTime() - since.getTime()) / 1000);
}

/** The bound that the project publishes for a silent service. */
const DETECTION_MS = { min: 0, max: 50_000 };

const serviceStops: Row = {
  ...{ number: 15, title: 'the service stops five times: how soon is it noticed', dollars: 0, minutes: 25 },
  ...{ for: ['Q5', 'R24'], by: 'hands' },
  changes: 'the appliance is paused for the length of the row, so that nothing is replaced; you stop its service',
  checks: [
    {
      ...{ name: 'longest from the stop to the execution', kind: 'seconds', range: DETECTION_MS },
      ...{ facts: 'reality.md R42 row 15, Q5', file: 'docs/concepts/detection.md' },
    },
  ],
  async run(lab) {
    await pauseFor(lab, 3_600, 'conformance kit, row 15');
    const found: number[] = [];
    for (let time = 1; time <= TIMES; time += 1) {
      found.push(await oneStop(lab, time));
      lab.notes.count('stops', found.length);
      lab.notes.second('longest from the stop to the execution', Math.max(...found));
      lab.notes.second('shortest from the stop to the execution', Math.min(...found));
    }
  },
};

const crash: Row = {
  ...{ number: 16, title: 'the operating system of the appliance crashes', dollars: 0.05, minutes: 20, for: ['R42'] },
  ...{ by: 'hands', changes: 'the appliance dies and is replaced without anyone asking', continues: true },
  checks: [
    { name: 'decision', kind: 'code', facts: 'reality.md R42 row 16', file: 'shared/domain/decision/decide.ts' },
    { name: 'takeover', kind: 'code', facts: 'reality.md R42 row 16', file: 'state-machines/takeover.asl.yml' },
    {
      name: 'the old instance',
      kind: 'code',
      facts: 'aws-facts 3.5, forced stop',
      file: 'simulator/account/ec2/life-cycle.ts',
    },
  ],
  async run(lab) {
    const { deps, desk, notes } = lab;
    const { instanceId } = await liveInstance(lab);
    await desk.enter(
      ['As root on the appliance: echo c > /proc/sysrq-trigger', 'It crashes at once, and does not come back.'],
      'Row 16, crash: press Enter at the moment at which it crashes: ',
    );
    const since = deps.clock.now();
    const decided = await decisionAfter(lab, since);
    notes.second('crash to the execution that takes over', decided);
    const patience = { seconds: 900, everyMs: 10_000, what: 'row 16, waiting until the old instance has stopped' };
    const stopped = await desk.until(patience, async () =>
      (await describeForLab(deps.clients, instanceId))?.State?.Name === 'stopped' ? true : undefined,
    );
    notes.code('the old instance', stopped ? 'stopped' : 'not stopped');
  },
};

/** Runs of `failover` that hold are waited out: each later alarm or sweep asks again. */
async function decisionAfter(lab: Lab, since: Date): Promise<number> {
  const { deps, desk, notes } = lab;
  const machineArn = failoverMachineArnOf(deps.deployment);
  const seen = new Set<string>();
  const patience = { seconds: 900, everyMs: 2_000, what: 'row 16, waiting for the takeover' };
  const seconds = await desk.until(patience, async () => {
    const begun = (await executionsSince(deps.clients, machineArn, since)).findLast(({ arn }) => !seen.has(arn));
    if (!begun) return undefined;
    seen.add(begun.arn);
    const ending = await followMove(lab, begun.arn);
    return ending === 'held' ? undefined : (begun.startedAt.getTime() - since.getTime()) / 1000;
  });
  notes.count('runs of failover until it decided', seen.size);
  if (seconds === undefined) throw new CannotObserve(`no takeover began within ${patience.seconds} s`);
  return Math.max(0, seconds);
}

const LOST_SECONDS = 90;

const zoneLoss: Row = {
  ...{ number: 18, title: 'the zone of the appliance loses its power', dollars: 0.2, minutes: 20, for: ['R17'] },
  ...{ by: 'hands', changes: 'an experiment of FIS, or a network ACL, cuts the zone off; you end it', continues: true },
  notModelled: 'what the prober reads in the first 90 s depends on how the outage is made',
  checks: [],
  async run(lab) {
    const { deps, appliance, desk, notes } = lab;
    await desk.enter(
      [
        'Either run the FIS scenario "AZ Availability: Power Interruption" in the zone of the appliance,',
        'or give the subnet of the appliance a network ACL that denies everything, and stop the instance.',
      ],
      'Row 18, loss: press Enter at the moment at which it begins: ',
    );
    const since = deps.clock.now();
    await desk.wait(LOST_SECONDS * 1000, 'row 18, the first 90 s');
    await desk.wait(10_000, 'row 18, until the points can be read');
    const span = { from: since.toISOString(), to: deps.clock.now().toISOString() };
    const points = await readProbePoints(deps.clients, { appliance: appliance.name, ...span });
    notes.count('probes that failed in the first 90 s', points.filter(({ failed }) => failed).length);
    notes.count('probes that answered in the first 90 s', points.filter(({ failed }) => !failed).length);
    const begun = await nextFailover(lab, since, 600, 'row 18, waiting for the execution of failover');
    notes.second(
      'loss to the execution of failover',
      Math.max(0, (begun.startedAt.getTime() - since.getTime()) / 1000),
    );
    await followMove(lab, begun.arn);
    await desk.enter(
      ['End the experiment, or give the subnet its own network ACL again.'],
      'Row 18, end: press Enter: ',
    );
  },
};

export const HAND_ROWS = [serviceStops, crash, zoneLoss];
