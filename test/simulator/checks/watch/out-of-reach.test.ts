/** OutOfReach: what a takeover could not know of, or could not end, is not held against it; all else is. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue } from '../../../../simulator/account/consistency.ts';
import { machineBeside } from '../../../../simulator/account/faults/by-hand.ts';
import type { Call } from '../../../../simulator/account/world.ts';
import { outOfReach } from '../../../../simulator/checks/watch/out-of-reach.ts';
import { simulate } from '../../../../simulator/stories/simulation.ts';
import { aConfiguration } from '../../../support/appliances.ts';

/** `attempt`: of a step that is repeated; it begins with its first call. */
type Made = Partial<Call> & Pick<Call, 'action'> & { atSeconds: number; attempt?: number };

const BY = { launch: 'launch-replacement', close: 'close-takeover' };

/** A second machine is launched at second 0 under the token `late`; the answer says whether it is excused to generation 7. */
function excuses(calls: Made[], generation = 7): Promise<boolean> {
  return simulate({ configuration: aConfiguration(), seed: 1 }, async ({ world }) => {
    const [active] = allTrue(world.ec2.instances);
    if (!active) throw new Error('the account is empty');
    const late = machineBeside(world, active);
    Object.assign(late, { clientToken: 'late', tags: { ...late.tags, [TAG.generation]: String(generation) } });
    const zeroMs = late.launchedAtMs;
    world.calls.push(
      ...calls.map(({ atSeconds, attempt = 1, ...made }): Call => {
        const atMs = zeroMs + atSeconds * 1000;
        const own = calls.filter((call) => call.caller === made.caller && (call.attempt ?? 1) === attempt);
        const beganAtMs = zeroMs + Math.min(...own.map((call) => call.atSeconds)) * 1000;
        const { id } = late;
        const input = made.action === 'RunInstances' ? { ClientToken: 'late' } : { InstanceIds: [id] };
        return {
          atMs,
          endedAtMs: atMs + 200,
          beganAtMs,
          caller: BY.close,
          service: 'EC2',
          input,
          dryRun: false,
          ...made,
        };
      }),
    );
    return outOfReach(world, { startedAtMs: zeroMs - 60_000, generation: 7 }).includes(late.id);
  });
}

const look = (caller: string, atSeconds: number, error?: string): Made => ({
  ...{ action: 'DescribeTags', caller, atSeconds },
  ...(error && { error }),
});
const unheard: Made = { action: 'RunInstances', caller: BY.launch, atSeconds: -1, lost: true };

describe('a launch whose response was lost', () => {
  test.each([
    ['after the last look', -5, true],
    ['within 15 s before it', 14, true],
    ['longer before it', 16, false],
  ])('%s', async (_, atSeconds, excused) => {
    expect(await excuses([unheard, look(BY.launch, -30), look(BY.close, atSeconds)])).toBe(excused);
  });

  test('is measured by the look of the launch where no step came to close', async () => {
    expect(await excuses([unheard, look(BY.launch, -5)])).toBe(true);
    expect(await excuses([unheard, look(BY.launch, 20)])).toBe(false);
  });

  test('is one whose answer was lost or never came, or of a late attempt, and no other', async () => {
    const { lost: _, ...heard } = unheard;
    expect(await excuses([{ ...heard, error: 'TimeoutError' }, look(BY.close, 5)])).toBe(true);
    expect(await excuses([{ ...heard, unheard: true }, look(BY.close, 5)])).toBe(true);
    expect(await excuses([heard, look(BY.close, 5)])).toBe(false);
  });
});

describe('a list that was refused when it launched', () => {
  const refused = look(BY.launch, 30, 'UnauthorizedOperation');

  test('excuses what earlier takeovers have left, for which no step looks again', async () => {
    expect(await excuses([refused, look(BY.close, 60)], 6)).toBe(true);
  });

  test('excuses none of its own launches once it has looked again', async () => {
    expect(await excuses([refused, look(BY.close, 60)])).toBe(false);
    expect(await excuses([refused])).toBe(true);
  });
});

describe('what it could not do', () => {
  const closing = (more: Made[]): Promise<boolean> =>
    excuses([look(BY.launch, 30), look(BY.close, 60), ...more.map((made) => ({ caller: BY.close, ...made }))]);

  const undescribed: Made = { action: 'DescribeInstances', atSeconds: 60.5, error: 'RequestLimitExceeded' };
  const answered: Made = { action: 'DescribeInstances', atSeconds: 61 };

  test('is not what it could do at last, when it was throttled at first', async () => {
    expect(await closing([undescribed])).toBe(true);
    expect(await closing([undescribed, answered])).toBe(false);
    const unread: Made = { action: 'DescribeAddresses', atSeconds: 60.5, error: 'RequestLimitExceeded' };
    expect(await closing([unread])).toBe(true);
    expect(await closing([unread, { action: 'DescribeAddresses', atSeconds: 61 }])).toBe(false);
  });

  test('at the close is not what an earlier takeover has left: that is given up when the next one launches', async () => {
    const calls = [look(BY.launch, 30), look(BY.close, 60, 'UnauthorizedOperation')];
    expect(await excuses(calls)).toBe(true);
    expect(await excuses(calls, 6)).toBe(false);
    const unread = { action: 'DescribeAddresses', caller: BY.launch, atSeconds: 31, error: 'RequestLimitExceeded' };
    expect(await excuses([look(BY.launch, 30), unread, look(BY.close, 60)], 6)).toBe(true);
  });

  test.each<[string, Made]>([
    ['list what there is, when it closed', look(BY.close, 61, 'UnauthorizedOperation')],
    ['tell who holds the address', { action: 'DescribeAddresses', atSeconds: 60, error: 'UnauthorizedOperation' }],
    ['tell where the routes lead', { action: 'DescribeRouteTables', atSeconds: 61, error: 'UnauthorizedOperation' }],
    ['find the time', { action: 'CreateTags', atSeconds: 65 }],
    ['have ended', { action: 'TerminateInstances', atSeconds: 61, error: 'UnauthorizedOperation' }],
    ['have described', { action: 'DescribeInstances', atSeconds: 61, error: 'InternalError' }],
    ['have described in time', { action: 'DescribeInstances', atSeconds: 61, error: 'TimeoutError' }],
    [
      'have described for want of a permission',
      { action: 'DescribeInstances', atSeconds: 61, error: 'UnauthorizedOperation' },
    ],
    [
      'have described for all its asking',
      { action: 'DescribeInstances', atSeconds: 61, error: 'RequestLimitExceeded' },
    ],
  ])('is what it could not %s', async (_, call) => expect(await closing([call])).toBe(true));

  test.each<[string, Made]>([
    ['nothing went wrong', { action: 'CreateTags', atSeconds: 62 }],
    [
      'there is no next generation, as in every takeover',
      { action: 'DescribeExecution', service: 'SFN', atSeconds: 61, error: 'ExecutionDoesNotExist' },
    ],
    ['a termination was only tried', { action: 'TerminateInstances', atSeconds: 61, dryRun: true }],
    ['it was the attempt before that took so long', { ...look(BY.close, 65), attempt: 2 }],
    [
      'it was the attempt before that was not let list it',
      { ...look(BY.close, 59, 'UnauthorizedOperation'), attempt: 0 },
    ],
    ['it was another caller to which EC2 did not describe it', { ...undescribed, caller: 'check-readiness' }],
    ['another takeover had asked for it', { action: 'TerminateInstances', atSeconds: -70, attempt: 0 }],
  ])('is nothing when %s', async (_, call) => expect(await closing([call])).toBe(false));
});
