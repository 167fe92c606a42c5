/** The record: what a takeover says of itself, in words and seconds. */
import { describe, expect, test } from '@jest/globals';
import { closingRecord } from '../../../../shared/steps/takeover/closing-record.ts';
import type { Done, Launched } from '../../../../shared/steps/takeover/facts.ts';
import { aPlacement, aPlan } from '../../../support/plans.ts';
import { anAddress, NEW, OLD } from '../../../support/snapshots.ts';

const LAUNCH: Launched = {
  outcome: 'launched',
  ...NEW,
  placementIndex: 0,
  placement: aPlacement(),
  adopted: false,
  launchedAt: '2026-11-21T03:00:08.000Z',
  refused: [],
};

const CHANGE = { at: '2026-11-21T03:00:26.000Z', change: 'address', from: OLD.instanceId, to: NEW.instanceId };

/** Everything went well. */
const DONE = {
  claim: { claimedAt: '2026-11-21T03:00:06.000Z' },
  launch: LAUNCH,
  replacement: { outcome: 'running', ...NEW, runningAt: '2026-11-21T03:00:25.000Z' },
  move: { outcome: 'moved', movedAt: '2026-11-21T03:00:27.500Z', changes: [CHANGE] },
  stop: { asked: true, stopped: true, goOn: true, askedAt: '2026-11-21T03:00:28.000Z', detail: 'i-old is stopping' },
  verify: { answered: true, giveUp: false, at: '2026-11-21T03:02:25.000Z', detail: 'connected' },
} as const satisfies Done;

const closing = (done: Partial<Done>, address = anAddress(NEW), plan = aPlan(), redriveCount = 0) =>
  closingRecord(
    {
      ...{ plan, rawPlan: plan, executionArn: 'arn', startTime: '2026-11-21T03:00:05.000Z', redriveCount },
      done: structuredClone(done),
    },
    { address, problems: [], closedAt: '2026-11-21T03:02:30.000Z' },
  );

const without = (...steps: (keyof typeof DONE)[]): Partial<Done> =>
  Object.fromEntries(Object.entries(DONE).filter(([step]) => !steps.some((other) => other === step)));

test('names the last one that was launched, though only the death of the one before was seen', () => {
  const dead = { outcome: 'dead', instanceId: 'i-first', why: 'stuck', scope: 'zone', terminate: true } as const;
  const failure = { Error: 'RefusedError', Cause: '{"errorMessage":"whether i-new runs is unknown after 600 s"}' };
  const { record } = closing({ ...without('move', 'stop', 'verify'), replacement: dead, failure });
  expect(record).toMatchObject({ to: 'i-new', imageId: 'ami-new' });
});

describe('the record of a takeover that went well', () => {
  test('names what the replacement was launched without, and whose security groups it has', () => {
    const launch = { ...LAUNCH, without: ['key-pair', 'sg-0a'], groupsOfFailed: ['sg-0d'] };
    expect(closing({ ...DONE, launch }).record.problems).toEqual([
      { kind: 'launched-without', text: expect.stringContaining('the key pair of the appliance exists no more') },
      { kind: 'launched-without', text: expect.stringContaining('the security group sg-0a of the appliance') },
      { kind: 'launched-without', text: expect.stringContaining('with those of the failed instance: sg-0d') },
    ]);
  });

  test('says that a Spot Instance was replaced by an On-Demand one', () => {
    const plan = aPlan({ old: { ...OLD, spot: true } });
    expect(closing(DONE, anAddress(NEW), plan).record.replacedSpot).toBe(true);
    expect(closing(DONE).record).not.toHaveProperty('replacedSpot');
  });

  test('says that the replacement is in the zone of the old instance', () => {
    const plan = aPlan({ old: { ...OLD, zone: 'ap-northeast-1c' } });
    expect(closing(DONE, anAddress(NEW), plan).record.zoneKept).toBe(true);
    expect(closing(DONE).record).not.toHaveProperty('zoneKept');
  });

  test('says whom it replaced by whom, from which image, and how old that was', () => {
    expect(closing(DONE)).toMatchObject({
      ok: true,
      record: {
        outcome: 'taken-over',
        moved: true,
        undone: false,
        answered: true,
        from: 'i-old',
        to: 'i-new',
        imageId: 'ami-new',
        imageAgeHours: 6,
        zone: 'ap-northeast-1c',
        changes: [CHANGE],
        problems: [],
      },
    });
  });

  test('lists no change from a place to the same place, which a roll-back writes as well', () => {
    const unchanged = { ...CHANGE, change: 'route 10.0.0.0/8 in rtb-1', from: 'eni-old', to: 'eni-old' };
    const back = { ...CHANGE, from: NEW.instanceId, to: OLD.instanceId };
    const undo = {
      moved: true,
      undone: true,
      at: CHANGE.at,
      detail: 'rolled back to i-old',
      changes: [back, unchanged],
    };
    expect(closing({ ...DONE, undo }).record.changes).toEqual([CHANGE, back]);
  });

  test('counts the seconds of each phase, and of the outage as users had it', () => {
    expect(closing(DONE).record.seconds).toEqual({
      detect: 30,
      decide: 3,
      launch: 20,
      boot: 120,
      move: 2.5,
      stop: 0.5,
      verify: 117.5,
      outage: 175,
    });
  });

  describe('of a planned move', () => {
    const planned = aPlan({ mode: 'switchover', automatic: false });
    const stop = { ...DONE.stop, askedAt: '2026-11-21T03:02:26.000Z' };

    test('counts its outage from the first change to the answer, and its stop from the answer', () => {
      const { seconds } = closing({ ...DONE, stop }, anAddress(NEW), planned).record;
      expect(seconds).toMatchObject({ outage: 119, stop: 1, verify: 117.5 });
    });

    test('counts its outage until it was rolled back', () => {
      const changes = [{ ...CHANGE, at: '2026-11-21T03:01:31.000Z' }];
      const undo = {
        moved: true,
        undone: true,
        at: '2026-11-21T03:02:30.000Z',
        detail: 'rolled back to i-old',
        changes,
      };
      const verify = { ...DONE.verify, answered: false, giveUp: true, rollBack: true as const, detail: 'no answer' };
      const { record } = closing({ ...without('stop'), verify, undo }, anAddress(), planned);
      expect(record).toMatchObject({
        undone: true,
        gaveUp: true,
        answered: false,
        seconds: { outage: 65 },
        problems: [],
      });
      expect(record.failure).toBe('the replacement never answered: no answer; rolled back to i-old');
    });

    test('counts the outage from the stop where the old one had to be stopped first', () => {
      const first = { ...DONE.stop, askedAt: '2026-11-21T03:00:10.000Z' };
      const plan = aPlan({ mode: 'switchover', automatic: false, fencing: 'stop-first' });
      expect(closing({ ...DONE, stop: first }, anAddress(NEW), plan).record.seconds).toMatchObject({ outage: 135 });
    });

    test('does not count what an earlier takeover began', () => {
      const plan = aPlan({ mode: 'switchover', finish: { instanceId: NEW.instanceId, generation: 1 } });
      expect(closing({ ...DONE, stop }, anAddress(NEW), plan).record.seconds).not.toHaveProperty('outage');
    });

    test('names the old one that runs on where nothing has answered and nothing went back', () => {
      const verify = { ...DONE.verify, answered: false, giveUp: true };
      expect(closing({ ...without('stop'), verify }, anAddress(NEW), planned).record.problems).toEqual([
        {
          kind: 'stop-withheld',
          text: 'i-old was not stopped and is not retired, because the new instance has not answered',
        },
      ]);
    });
  });

  test('leaves out the phases that were not reached', () => {
    expect(Object.keys(closing(without('verify', 'stop')).record.seconds)).toEqual([
      'detect',
      'decide',
      'launch',
      'move',
    ]);
  });
});

describe('an instance that was launched with the client token of the takeover by another principal', () => {
  const planted = (launch: Partial<Launched>) => closing({ ...DONE, launch: { ...LAUNCH, ...launch } }).record.problems;
  const refused = { placement: aPlacement(), code: 'IdempotentParameterMismatch', message: 'another request' };

  test('is named, once', () => {
    expect(planted({ planted: ['i-planted'], refused: [refused] })).toEqual([
      { kind: 'planted', text: expect.stringMatching(/^i-planted was launched with the client token of a takeover/) },
    ]);
  });

  test('is described by the launch that EC2 refused where its id is not known', () => {
    expect(planted({ refused: [refused] })).toEqual([
      { kind: 'planted', text: expect.stringMatching(/^an instance \(asked for: m5.large in ap-northeast-1c\) was/) },
    ]);
  });

  test('is not suspected behind a placement without capacity', () => {
    expect(planted({ refused: [{ ...refused, code: 'InsufficientInstanceCapacity' }] })).toEqual([]);
  });
});

describe('the record of a takeover that failed', () => {
  test('is the cause of the failure, whole, because a failed execution has no output', () => {
    const { ok, record, failure } = closing({ ...DONE, verify: { ...DONE.verify, answered: false, detail: 'silent' } });
    expect(ok).toBe(false);
    expect(record).toMatchObject({ outcome: 'failed', moved: true, answered: false });
    expect(record.failure).toBe('the replacement never answered: silent');
    expect(failure?.error).toBe('TakeoverFailed');
    expect(JSON.parse(failure?.cause ?? '')).toMatchObject({ moved: true, answered: false, imageId: 'ami-new' });
  });

  test("names the error in people's words, out of Lambda's JSON", () => {
    const Cause = JSON.stringify({ errorType: 'RefusedError', errorMessage: 'every placement was refused', trace: [] });
    const done = { claim: DONE.claim, failure: { Error: 'RefusedError', Cause } };
    const { record } = closing(done, anAddress());
    expect(record.failure).toBe('RefusedError: every placement was refused');
    expect(record).toMatchObject({ moved: false, to: undefined, imageAgeHours: undefined });
  });

  test('takes a cause that is no JSON, or none, as it is', () => {
    const failureWith = (Cause?: string) =>
      closing({ failure: { Error: 'States.Timeout', ...(Cause && { Cause }) } }, anAddress()).record.failure;
    expect(failureWith('took too long')).toBe('States.Timeout: took too long');
    expect(failureWith()).toBe('States.Timeout: no cause given');
  });

  test('names the route tables that were deleted meanwhile', () => {
    const { problems } = closing({ ...DONE, move: { ...DONE.move, leftOut: ['rtb-gone'] } }).record;
    expect(problems).toEqual([
      { kind: 'route-table-gone', text: 'the route table rtb-gone was deleted, and its routes were left out' },
    ]);
  });

  test.each([
    ['TransientError', undefined, true],
    ['States.Timeout', undefined, true],
    ['RefusedError', undefined, true],
    ['InvariantViolatedError', undefined, false],
    ['TransientError', { moved: true, undone: true, at: CHANGE.at, detail: 'rolled back', changes: [] }, false],
  ])('is partially applied after %s, undone by %p: %p', (error, undo, halfWay) => {
    const done = { ...without('move', 'stop', 'verify'), failure: { Error: error }, ...(undo && { undo }) };
    expect(closing(done).record).toMatchObject({ moved: true, halfWay });
  });

  test('is not partially applied when nothing was moved, or when the replacement never answered', () => {
    const failure = { Error: 'TransientError' };
    expect(closing({ claim: DONE.claim, failure }, anAddress()).record.halfWay).toBe(false);
    const silent = { ...DONE.verify, answered: false, giveUp: true };
    expect(closing({ ...DONE, verify: silent }).record).toMatchObject({ gaveUp: true, halfWay: false });
  });

  describe('that was to finish another', () => {
    const FINISH = { instanceId: NEW.instanceId, generation: 1, since: '2026-11-21T02:00:00.000Z' };
    const plan = aPlan({ generation: 2, finish: FINISH });
    const refused = { claim: DONE.claim, failure: { Error: 'RefusedError', Cause: 'denied' } };

    test.each([
      ['where it was going', anAddress(NEW)],
      ['where it came from', anAddress()],
    ])(
      'and could not begin, leaves it partially applied on its way to the same replacement: the address is %s',
      (_, address) => {
        const { record } = closing(refused, address, plan);
        expect(record).toMatchObject({ moved: false, halfWay: true, to: NEW.instanceId });
      },
    );

    test('leaves it to people when the first one ended more than an hour before it began', () => {
      const stale = aPlan({ finish: { ...FINISH, since: '2026-11-21T01:59:59.999Z' } });
      expect(closing(refused, anAddress(), stale).record.halfWay).toBe(false);
      const unknown = aPlan({ finish: { instanceId: NEW.instanceId, generation: 1 } });
      expect(closing(refused, anAddress(), unknown).record.halfWay).toBe(false);
    });

    test('is not partially applied where others have changed the traffic', () => {
      const { record } = closing({ ...refused, failure: { Error: 'InvariantViolatedError' } }, anAddress(), plan);
      expect(record.halfWay).toBe(false);
    });

    test('names the replacement that it launched itself, where the other one was dead', () => {
      const launch = { ...LAUNCH, instanceId: 'i-second' };
      expect(closing({ ...refused, launch }, anAddress(), plan).record).toMatchObject({
        to: 'i-second',
        halfWay: true,
      });
    });
  });

  test('says what was undone', () => {
    const back = { ...CHANGE, from: NEW.instanceId, to: OLD.instanceId };
    const undo = { moved: true, undone: true, at: CHANGE.at, detail: 'rolled back to i-old', changes: [back] };
    const done = { ...without('move', 'stop', 'verify'), failure: { Error: 'RefusedError', Cause: 'denied' }, undo };
    const { record } = closing(done, anAddress());
    expect(record).toMatchObject({ moved: true, undone: true, changes: [back] });
    expect(record.failure).toBe('RefusedError: denied; rolled back to i-old');
  });

  test('knows that traffic moved when the address is at the replacement, with any report of the steps', () => {
    const failure = { Error: 'States.Timeout', Cause: 'took too long' };
    const done = { ...without('move', 'stop', 'verify'), failure };
    expect(closing(done).record.moved).toBe(true);
    expect(closing(done, anAddress()).record.moved).toBe(false);
  });

  test('counts a way back that could not be finished as moved, and says so', () => {
    const failure = { Error: 'RefusedError', Cause: 'denied' };
    const undo = { moved: true, undone: false, at: CHANGE.at, detail: 'the old instance is stopped', changes: [] };
    const left = { ...without('move', 'stop', 'verify'), failure };
    expect(closing({ ...left, undo }, anAddress()).record).toMatchObject({ moved: true, undone: false });
    const { record } = closing({ ...left, undoFailure: failure }, anAddress());
    expect(record).toMatchObject({ moved: true, failure: 'RefusedError: denied; not rolled back: denied' });
  });
});

test('an old instance that was not stopped is a problem and no failure', () => {
  const { ok, record } = closing({
    ...without('stop'),
    stopFailure: { Error: 'RefusedError', Cause: 'stop protection' },
  });
  expect(ok).toBe(true);
  expect(record.problems).toEqual([
    { kind: 'stop-refused', text: 'the old instance was not stopped: stop protection' },
  ]);
});

describe('a record says nothing that is not known', () => {
  test('of a takeover that ended before it had launched anything, whose address has no holder', () => {
    const nobody = anAddress({ instanceId: undefined });
    expect(closing({}, nobody, aPlan({ old: undefined })).record).toEqual({
      ...{ outcome: 'failed', appliance: 'sophos', generation: 1 },
      because: 'failed according to: EC2 status impaired; direct probe',
      ...{ claimed: false, moved: false, undone: false, answered: false, gaveUp: false, halfWay: false },
      ...{ from: undefined, to: undefined, imageId: undefined, imageAgeHours: undefined, zone: undefined },
      ...{ seconds: { detect: 30, decide: 3 }, changes: [], problems: [] },
      failure: 'the replacement never answered: nothing was verified',
    });
  });

  test('and names what was launched though it was not seen to run', () => {
    expect(closing(without('replacement', 'move', 'stop', 'verify')).record).toMatchObject({ to: 'i-new' });
  });

  test('does not say that it was terminated before it was', () => {
    const silent = { ...DONE.verify, answered: false, giveUp: false };
    expect(closing({ ...DONE, verify: silent }).record).toMatchObject({ answered: false, gaveUp: false });
    expect(closing(DONE).record).toMatchObject({ answered: true, gaveUp: false });
  });

  test('as a phase that would have ended before it began; one without length it counts', () => {
    const early = closing({ ...DONE, stop: { ...DONE.stop, askedAt: '2026-11-21T03:00:27.000Z' } });
    expect(early.record.seconds).not.toHaveProperty('stop');
    const { stop } = closing({ ...DONE, stop: { ...DONE.stop, askedAt: DONE.move.movedAt } }).record.seconds;
    expect(stop).toBe(0);
  });
});

test('one that was redriven may be the newest there is: the next one finishes what it has left partially applied', () => {
  const failure = { Error: 'SupersededError', Cause: 'any words' };
  const done = { ...without('stop', 'verify'), failure };
  expect(closing(done, undefined, undefined, 1).record).toMatchObject({ moved: true, halfWay: true });
});

test('a takeover that was superseded is not partially applied: a newer one continues', () => {
  const failure = { Error: 'SupersededError', Cause: 'any words' };
  const { record } = closing({ ...without('stop', 'verify'), failure });
  expect(record).toMatchObject({ moved: true, halfWay: false, error: 'SupersededError' });
  expect(record.failure).toBe('SupersededError: any words');
});

describe('a deployment in the middle of a run', () => {
  const stopped = (Cause: string) =>
    closing({ ...without('stop', 'verify'), failure: { Error: 'RefusedError', Cause } });

  test('a takeover that the release before superseded in a sentence is not finished by the next', () => {
    const { record } = stopped(JSON.stringify({ errorMessage: 'superseded: generation 2 is recorded' }));
    expect(record).toMatchObject({ halfWay: false, error: 'SupersededError' });
  });

  test('a refusal that only mentions the word is finished by the next', () =>
    expect(stopped('denied, and not superseded: no').record).toMatchObject({ halfWay: true, error: 'RefusedError' }));
});

test('the move is counted from when EC2 called the replacement well, where that was waited for', () => {
  const healthy = { healthy: true, at: '2026-11-21T03:00:26.500Z', detail: 'ok' };
  expect(closing({ ...DONE, healthy }).record.seconds.move).toBe(1);
});

test('an old instance of which the stop was asked in vain is a problem, in the words of the step', () => {
  const stop = { ...DONE.stop, stopped: false, detail: 'i-old is not seen stopping' };
  expect(closing({ ...DONE, stop }).record.problems).toEqual([
    { kind: 'stop-unseen', text: 'i-old is not seen stopping' },
  ]);
});

test.each([
  [0, true],
  [1, false],
])('a cause %i characters longer than Step Functions takes: its changes are whole is %p', (over, whole) => {
  const failing = (detail: string) => closing({ ...DONE, verify: { ...DONE.verify, answered: false, detail } });
  const spare = 32_768 - (failing('').failure?.cause.length ?? 0);
  const { failure, record } = failing('x'.repeat(spare + over));
  expect(record.changes).toEqual([CHANGE]);
  expect(JSON.parse(failure?.cause ?? '')).toEqual({
    ...JSON.parse(JSON.stringify(record)),
    changes: whole ? [CHANGE] : [],
  });
});
