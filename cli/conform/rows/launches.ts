/** Rows 8 and 9: an instance of the kit's own, in its first minutes. */
import { addressRefusalOf } from '../../../shared/aws/address-refusal.ts';
import { codeOf } from '../../../shared/aws/classify-error.ts';
import {
  type AddressTarget,
  allocateForLab,
  allocationForLab,
  associateForLab,
  releaseForLab,
} from '../../../shared/aws/lab/addresses.ts';
import { describeForLab, instanceStatusForLab, terminateForLab } from '../../../shared/aws/lab/instances.ts';
import { statusCheckPoints } from '../../../shared/aws/lab/metrics.ts';
import { messageOf } from '../../../shared/domain/errors.ts';
import { WRITE_LAG } from '../../../simulator/account/ec2/write-path.ts';
import { LIFE_CYCLE_MS, STATUS_CHECK_MS } from '../../../simulator/durations.ts';
import { CannotObserve, type Lab, tagsOfKit } from '../lab.ts';
import type { Check, Row } from '../row.ts';
import { awaitRunning, launchOne, liveInstance, readSlack, stopwatch } from './common.ts';

type Form = 'by instance' | 'by interface';

const EVERY_MS = 250;
const TRY_SECONDS = 120;

async function throwAwayAddress({ deps: { clients }, kept, ...lab }: Lab): Promise<string> {
  const id = await allocateForLab(clients, tagsOfKit(lab));
  kept.add({
    what: `the address ${id}`,
    undo: () => releaseForLab(clients, id),
    undone: async () => (await allocationForLab(clients, id)) === undefined,
    command: `aws ec2 release-address --allocation-id ${id}`,
  });
  return id;
}

type Try = { form: Form; allocationId: string; to: AddressTarget };

/** The code of one attempt, with what the product makes of it. */
async function tryOnce({ deps, notes }: Lab, { form, allocationId, to }: Try, when: string): Promise<string> {
  try {
    await associateForLab(deps.clients, allocationId, to);
    return 'accepted';
  } catch (cause) {
    const code = codeOf(cause);
    if (code.endsWith('.NotFound')) return code;
    notes.code(`${form}, ${when}`, code, messageOf(cause));
    notes.code(`${form}, ${when}, means`, addressRefusalOf(cause) ?? 'a code that needs no message');
    return code;
  }
}

/** Reads, then tries, every 250 ms, until the address is accepted. */
async function associateOnce(lab: Lab, form: Form, allocationId: string): Promise<string> {
  const { deps, desk, notes } = lab;
  const since = stopwatch(lab);
  const instanceId = await launchOne(lab, (await liveInstance(lab)).blueprint);
  const launched = since();
  let [runningAt, refusedAfterwards] = [0, 0];
  const patience = { seconds: TRY_SECONDS, everyMs: EVERY_MS, what: `row 8, ${form}` };
  const accepted = await desk.until(patience, async () => {
    const seen = await describeForLab(deps.clients, instanceId);
    const networkInterfaceId = seen?.NetworkInterfaces?.[0]?.NetworkInterfaceId;
    if (seen?.State?.Name === 'running' && runningAt === 0) {
      runningAt = since();
      notes.second(`launch to running, ${form}`, runningAt - launched);
    }
    if (!networkInterfaceId) return undefined;
    const to = form === 'by instance' ? { instanceId } : { networkInterfaceId };
    const when = runningAt > 0 ? 'after running was read' : 'while pending';
    const code = await tryOnce(lab, { form, allocationId, to }, when);
    if (code === 'accepted') return true;
    if (runningAt > 0) refusedAfterwards += 1;
    return undefined;
  });
  if (!accepted) throw new CannotObserve(`${form}: the address was not accepted within ${TRY_SECONDS} s`);
  notes.count(`refused after running was read, ${form}`, refusedAfterwards);
  notes.second(`running was read to accepted, ${form}`, runningAt === 0 ? 0 : since() - runningAt);
  return instanceId;
}

const FACTS_34 = 'aws-facts 3.4, AssociateAddress';
const WRITES = { facts: FACTS_34, file: 'simulator/account/ec2/write-path.ts' } as const;

const refusals = (form: Form): Check[] => [
  { name: `${form}, while pending`, kind: 'code', ...WRITES, facts: `${FACTS_34} ${form}` },
  { name: `${form}, while pending, means`, kind: 'code', facts: FACTS_34, file: 'shared/aws/address-refusal.ts' },
  {
    ...{ name: `launch to running, ${form}`, kind: 'seconds', range: LIFE_CYCLE_MS.pendingToRunning },
    ...{ slack: readSlack(EVERY_MS), constant: 'LIFE_CYCLE_MS.pendingToRunning' },
    ...{ facts: 'aws-facts 3.5, pending to running', file: 'simulator/durations.ts' },
  },
  {
    ...{ name: `running was read to accepted, ${form}`, kind: 'seconds', range: { min: 0, max: WRITE_LAG.maxMs } },
    ...{ slack: readSlack(EVERY_MS), constant: 'WRITE_LAG.maxMs', ...WRITES },
  },
];

const associate: Row = {
  ...{ number: 8, title: 'AssociateAddress in both forms from the launch on, every 250 ms', dollars: 0.02, minutes: 3 },
  ...{ for: ['R9'], by: 'api' },
  changes: 'two instances and one Elastic IP of the kit, removed at the end; the appliance is not touched',
  checks: [
    ...refusals('by instance'),
    ...refusals('by interface'),
    { name: 'by instance, while shutting down', kind: 'code', ...WRITES },
    {
      ...{ name: 'by instance, while shutting down, means', kind: 'code' },
      ...{ facts: FACTS_34, file: 'shared/aws/address-refusal.ts' },
    },
  ],
  async run(lab) {
    const { clients } = lab.deps;
    const allocationId = await throwAwayAddress(lab);
    await associateOnce(lab, 'by interface', allocationId);
    const instanceId = await associateOnce(lab, 'by instance', allocationId);
    await terminateForLab(clients, instanceId);
    await lab.desk.wait(2_000, 'row 8, the instance ends');
    const when = 'while shutting down';
    const code = await tryOnce(lab, { form: 'by instance', allocationId, to: { instanceId } }, when);
    if (code === 'accepted') lab.notes.code(`by instance, ${when}`, code);
  },
};

const STATUS_EVERY_MS = 15_000;

/** EC2 publishes the point of a minute some seconds after its end. */
const POINTS_LATER_MS = 120_000;

async function pointsUntil(lab: Lab, span: { instanceId: string; from: Date; to: Date }): Promise<void> {
  const points = await statusCheckPoints(lab.deps.clients, { ...span, to: lab.deps.clock.now() });
  // A minute that ends while the status may have changed says nothing about either.
  const untilMs = span.to.getTime() - 2 * STATUS_EVERY_MS;
  const during = points.filter(({ at }) => at >= span.from && at.getTime() + 60_000 <= untilMs);
  lab.notes.count('points while initializing', during.length);
  const values = [...new Set(during.map(({ value }) => String(value)))];
  lab.notes.code('value while initializing', values.join(' and ') || 'no point');
}

const firstChecks: Row = {
  ...{ number: 9, title: 'StatusCheckFailed of an instance in its first minutes', dollars: 0.01, minutes: 12 },
  ...{ for: ['Q2'], by: 'api', changes: 'one instance of the kit, removed at the end' },
  checks: [
    {
      ...{ name: 'initializing', kind: 'seconds', range: STATUS_CHECK_MS.initializing },
      ...{ slack: { min: STATUS_EVERY_MS, max: readSlack(STATUS_EVERY_MS).max } },
      ...{ constant: 'STATUS_CHECK_MS.initializing', facts: 'aws-facts 3.5, EC2 status checks' },
      file: 'simulator/durations.ts',
    },
    {
      ...{ name: 'value while initializing', kind: 'code' },
      ...{ facts: 'aws-facts 3.7', file: 'simulator/account/cloudwatch/status-checks.ts' },
    },
  ],
  async run(lab) {
    const { deps, desk, notes } = lab;
    const instanceId = await launchOne(lab, (await liveInstance(lab)).blueprint);
    await awaitRunning(lab, instanceId);
    const [from, since] = [deps.clock.now(), stopwatch(lab)];
    const statuses: string[] = [];
    const patience = { seconds: 600, everyMs: STATUS_EVERY_MS, what: 'row 9, waiting for the first status check' };
    const ok = await desk.until(patience, async () => {
      const status = await instanceStatusForLab(deps.clients, instanceId);
      if (status && status !== statuses.at(-1)) statuses.push(status);
      return status === 'ok' ? deps.clock.now() : undefined;
    });
    notes.steps('statuses', statuses);
    if (!ok) throw new CannotObserve('the status check had no verdict within 600 s');
    notes.second('initializing', since());
    await desk.wait(POINTS_LATER_MS, 'row 9, waiting for the points');
    await pointsUntil(lab, { instanceId, from, to: ok });
  },
};

export const LAUNCH_ROWS = [associate, firstChecks];
