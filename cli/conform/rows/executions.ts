/** Rows 11, 13 and 14: what Step Functions does with names, inputs and failures. */
import {
  executionForLab,
  type LabExecution,
  redriveForLab,
  startForLabAs,
} from '../../../shared/aws/lab/executions.ts';
import { failoverMachineArnOf } from '../../../shared/domain/arns.ts';
import { CannotObserve, type Lab } from '../lab.ts';
import type { Row } from '../row.ts';
import { stopwatch } from './common.ts';

const ENDED = { seconds: 300, everyMs: 2_000 };

/** @throws CannotObserve when it has not ended in time. */
export async function ended(lab: Lab, arn: string, seconds = ENDED.seconds): Promise<LabExecution> {
  const name = arn.split(':').at(-1);
  const found = await lab.desk.until({ ...ENDED, seconds, what: `waiting for ${name}` }, async () => {
    const execution = await executionForLab(lab.deps.clients, arn);
    return execution?.stoppedAt ? execution : undefined;
  });
  if (found) return found;
  throw new CannotObserve(`${name} has not ended within ${seconds} s`);
}

const rehearsal = ({ appliance, door }: Lab) => ({
  ...{ appliance: appliance.name, mode: 'rehearse', reason: 'conformance kit' },
  requestedBy: `${door.user} with the conformance kit`,
});

const rehearse: Row = {
  ...{ number: 11, title: 'a rehearsal', dollars: 0, minutes: 1, for: ['R42'], by: 'api', changes: 'nothing' },
  checks: [
    { name: 'status', kind: 'code', facts: 'reality.md R42 row 11', file: 'state-machines/failover.asl.yml' },
    { name: 'outcome', kind: 'code', facts: 'reality.md R42 row 11', file: 'state-machines/failover.asl.yml' },
  ],
  async run(lab) {
    const { deps, notes } = lab;
    const since = stopwatch(lab);
    const machineArn = failoverMachineArnOf(deps.deployment);
    const arn = await startForLabAs(deps.clients, { machineArn, name: `${lab.mark}-rehearse`, input: rehearsal(lab) });
    const { status, output } = await ended(lab, arn);
    notes.second('until its end is read', since());
    notes.code('status', status);
    const { outcome = 'none', because } = Object(output) as { outcome?: string; because?: string };
    notes.code('outcome', outcome, because);
  },
};

/** The name of the error that the machine itself says, whichever state it ends in. */
function errorOf({ error, cause }: LabExecution): string {
  const { failure, errorType } = Object(parsed(cause)) as { failure?: string; errorType?: string };
  return error || errorType || failure || 'none';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const startEmpty = ({ deps, mark }: Lab, name: string): Promise<string> =>
  startForLabAs(deps.clients, {
    ...{ machineArn: deps.deployment.takeoverMachineArn, name: `${mark}-${name}`, input: {} },
  });

const FAILING = { changes: 'a failed execution of takeover, which is notified', by: 'api' } as const;

const emptyTakeover: Row = {
  ...{ ...FAILING, number: 13, title: 'a takeover that is started with {}', dollars: 0, minutes: 2, for: ['Q9'] },
  checks: [
    {
      name: 'status',
      kind: 'code',
      facts: 'aws-facts 3.4, Step Functions trap',
      file: 'state-machines/takeover.asl.yml',
    },
    {
      name: 'error',
      kind: 'code',
      facts: 'aws-facts 3.4, Step Functions trap',
      file: 'simulator/account/sfn/errors.ts',
    },
    { name: 'cause', kind: 'code', facts: 'docs/decisions/0005', file: 'state-machines/takeover.asl.yml' },
  ],
  async run(lab) {
    const since = stopwatch(lab);
    const execution = await ended(lab, await startEmpty(lab, 'empty'));
    lab.notes.second('until its end is read', since());
    lab.notes.code('status', execution.status);
    lab.notes.code('error', errorOf(execution), execution.cause);
    lab.notes.code('cause', parsed(execution.cause) === undefined ? 'a sentence' : 'a JSON document');
  },
};

const NAMES = { facts: 'aws-facts 3.3, StartExecution', file: 'simulator/account/sfn/book.ts' } as const;
const REDRIVE = { facts: 'aws-facts 3.3, Redrive', file: 'simulator/account/sfn/actions.ts' } as const;

const oneName: Row = {
  ...{ ...FAILING, number: 14, title: 'one execution name several times, and a redrive', dollars: 0, minutes: 3 },
  for: ['R20'],
  checks: [
    { name: 'same name and input while it runs', kind: 'code', ...NAMES },
    { name: 'same name, other input', kind: 'code', ...NAMES },
    { name: 'same name after its end', kind: 'code', ...NAMES },
    { name: 'redrive of one that succeeded', kind: 'code', ...REDRIVE },
    { name: 'redrive of one that failed', kind: 'code', ...REDRIVE },
    { name: 'status after the redrive', kind: 'code', ...REDRIVE },
  ],
  async run(lab) {
    const { deps, notes } = lab;
    const { clients } = deps;
    const machineArn = failoverMachineArnOf(deps.deployment);
    const request = { machineArn, name: `${lab.mark}-twice`, input: rehearsal(lab) };
    const arn = await startForLabAs(clients, request);
    await notes.answer('same name and input while it runs', () => startForLabAs(clients, request));
    const other = { ...request, input: { ...request.input, reason: 'another' } };
    await notes.answer('same name, other input', () => startForLabAs(clients, other));
    await ended(lab, arn);
    await notes.answer('same name after its end', () => startForLabAs(clients, request));
    await notes.answer('redrive of one that succeeded', () => redriveForLab(clients, arn));
    const failing = await startEmpty(lab, 'redriven');
    await ended(lab, failing);
    const answer = await notes.answer('redrive of one that failed', () => redriveForLab(clients, failing));
    if (answer !== 'accepted') return;
    await lab.desk.wait(5_000, 'row 14, the redrive begins');
    const again = await ended(lab, failing);
    notes.code('status after the redrive', again.status);
    notes.code('error after the redrive', errorOf(again), again.cause);
  },
};

export const EXECUTION_ROWS = [rehearse, emptyTakeover, oneName];
