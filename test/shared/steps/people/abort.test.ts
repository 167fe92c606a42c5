/** Stopping a run: the pause before it, the end after it, and what is said when something else happened meanwhile. */
import { CreateTagsCommand, DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { SETTLE_SECONDS } from '../../../../shared/machines/time-outs.ts';
import { abort } from '../../../../shared/steps/people/abort.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { listed, NOW, onDuty, tagged } from '../../../support/duties.ts';
import { sentBy } from '../../../support/mocked-clients.ts';

const STEPS = 'arn:aws:states:ap-northeast-1:123456789012';
const MACHINES = {
  takeover: `${STEPS}:stateMachine:failover-dev-takeover`,
  rotation: `${STEPS}:stateMachine:failover-dev-rotation`,
};
const NAMES = { takeover: 'takeover-sophos-g1', rotation: 'rotation-sophos_1' };

type Told = {
  machine: keyof typeof NAMES;
  /** The states that it has entered, at each look. */
  entered?: string[][];
  /** What Step Functions says of it after it was asked to stop. */
  ends?: ExecutionStatus;
  /** A pause that stands. */
  pausedUntil?: string;
  reason?: string;
};

/** Until it would look at what is left, which is a story of the command line. */
async function aborting({ machine, entered, ends = 'ABORTED', pausedUntil, reason = 'it answers again' }: Told) {
  const duty = onDuty();
  const { ec2, sfn, deps } = duty;
  const tags: Record<string, string> = pausedUntil === undefined ? {} : { [TAG.pausedUntil]: pausedUntil };
  ec2.on(DescribeAddressesCommand).callsFake(() => listed(tagged(tags)));
  ec2.on(CreateTagsCommand).callsFake(({ Tags = [] }) => {
    for (const { Key = '', Value = '' } of Tags) tags[Key] = Value;
    return {};
  });
  for (const [each, stateMachineArn] of Object.entries(MACHINES)) {
    const executions = each === machine ? [{ name: NAMES[machine] }] : [];
    sfn.on(ListExecutionsCommand, { stateMachineArn }).resolves({ executions } as never);
  }
  const looks = entered ?? [machine === 'takeover' ? ['Claim', 'LaunchReplacement'] : ['Begin', 'CreateImage']];
  sfn.on(GetExecutionHistoryCommand).callsFake(() => {
    const states = (looks.length > 1 ? looks.shift() : looks[0]) ?? [];
    const events = states.map((name, index) => ({
      ...{ id: index + 1, timestamp: new Date(0), type: 'TaskStateEntered', stateEnteredEventDetails: { name } },
    }));
    return { events: events.reverse() };
  });
  sfn.on(DescribeExecutionCommand).resolves({ status: ends, startDate: new Date(0) } as never);
  const told: string[] = [];
  const request = { appliance: anAppliance(), reason, requestedBy: 'ada', pauseSeconds: 3_600 };
  const error = await abort({ ...request, tell: (sentence) => void told.push(sentence) }, deps).then(
    () => '',
    (cause: Error) => `${cause.name}: ${cause.message}`,
  );
  const stopped = sentBy(sfn).filter(({ command }) => command === 'StopExecution');
  return { error, told, tags, stops: stopped.map(({ input }) => input), clock: deps.clock };
}

const LATER = '2026-11-21T04:00:00.000Z';

describe('a takeover', () => {
  test('is paused for the time that was asked for, and says for which run and why', async () => {
    const { tags } = await aborting({ machine: 'takeover' });
    expect(tags).toMatchObject({
      [TAG.pausedUntil]: LATER,
      [TAG.pausedBecause]: 'abort of takeover-sophos-g1: it answers again',
    });
  });

  test('is paused with as much of a long reason as a tag has room for', async () => {
    const { tags } = await aborting({ machine: 'takeover', reason: 'x'.repeat(300) });
    expect(tags[TAG.pausedBecause]).toHaveLength(256);
  });

  test.each([
    ['ends sooner is replaced', '2026-11-21T03:30:00.000Z', LATER],
    ['lasts longer stays', '2026-11-21T05:00:00.000Z', '2026-11-21T05:00:00.000Z'],
    ['is over is replaced', '2026-11-21T02:00:00.000Z', LATER],
  ])('whose pause %s', async (_, pausedUntil, stands) => {
    const { tags } = await aborting({ machine: 'takeover', pausedUntil });
    expect(tags[TAG.pausedUntil]).toBe(stands);
  });

  test('whose pause ends at the very instant keeps it, with its reason', async () => {
    const { tags } = await aborting({ machine: 'takeover', pausedUntil: LATER });
    expect(tags).toEqual({ [TAG.pausedUntil]: LATER });
  });

  test('that has moved on while the pause was written is not stopped, and the pause is said', async () => {
    const before = ['Claim', 'LaunchReplacement'];
    const { error, stops } = await aborting({ machine: 'takeover', entered: [before, [...before, 'StopFailed']] });
    expect(error).toMatch(/^RefusedError: it is too late to abort takeover-sophos-g1: it has entered StopFailed: /);
    expect(error).toMatch(new RegExp(`; it was not stopped; automatic takeovers are paused until ${LATER}$`));
    expect(stops).toEqual([]);
  });
});

describe('a rotation', () => {
  test('is stopped with the name of the person and the reason, and without a pause', async () => {
    const { stops, tags } = await aborting({ machine: 'rotation' });
    expect(stops).toEqual([
      {
        executionArn: `${STEPS}:execution:failover-dev-rotation:rotation-sophos_1`,
        ...{ error: 'Aborted', cause: 'aborted by ada: it answers again' },
      },
    ]);
    expect(tags).toEqual({});
  });

  test('is looked at once, since there is no pause to wait for', async () => {
    const entered = [
      ['Begin', 'CreateImage'],
      ['Begin', 'PruneImages'],
    ];
    expect((await aborting({ machine: 'rotation', entered })).stops).toHaveLength(1);
  });

  test('is followed by the wait for a function that it has called', async () => {
    const { told, clock } = await aborting({ machine: 'rotation' });
    expect(told).toEqual([
      `rotation-sophos_1 is stopped; a function that it has called may still run for ${SETTLE_SECONDS} s, which are waited for`,
    ]);
    expect(clock.now().getTime() - Date.parse(NOW)).toBe(SETTLE_SECONDS * 1000);
  });

  test('that ended meanwhile is said to have ended, and how', async () => {
    const { error, told } = await aborting({ machine: 'rotation', ends: 'SUCCEEDED' });
    const says = 'rotation-sophos_1 ended as SUCCEEDED before it could be stopped: see history';
    expect(error).toBe(`RefusedError: ${says}`);
    expect(told).toEqual([]);
  });

  test('that is not seen to end within a minute is an error that says where to look', async () => {
    const { error, clock } = await aborting({ machine: 'rotation', ends: 'RUNNING' });
    const says = 'rotation-sophos_1 was asked to stop, and is not seen to have ended after 60 s: see follow';
    expect(error).toBe(`TransientError: ${says}`);
    expect(clock.now().getTime() - Date.parse(NOW)).toBe(60_000);
  });
});

test('a takeover whose plan cannot be read afterwards says that it is stopped', async () => {
  const { error } = await aborting({ machine: 'takeover' });
  expect(error).toBe('TransientError: takeover-sophos-g1 is stopped, and its plan cannot be read: see status');
});
