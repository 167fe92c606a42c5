/** What starts the failover machine: alarm events as EventBridge delivers them, and the words of people. */
import { describe, expect, test } from '@jest/globals';
import { RefusedError } from '../../../../shared/domain/errors.ts';
import { parseStart, readTrigger } from '../../../../shared/steps/failover/input.ts';
import { alarmEvent } from '../../../support/alarm-event.ts';

const DEPLOYMENT = {
  stage: 'dev',
  region: 'ap-northeast-1',
  takeoverMachineArn: 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-takeover',
  sweepRoleName: 'failover-dev-SweepRole-1',
  references: [{ host: 'ec2.ap-northeast-1.amazonaws.com', port: 443 }],
};

const anEvent = (overrides: Partial<Parameters<typeof alarmEvent>[0]> = {}) =>
  alarmEvent({
    stage: 'dev',
    appliance: 'sophos',
    kind: 'status-check',
    state: 'ALARM',
    changedAtMs: Date.parse('2026-11-21T02:59:00.250Z'),
    instanceId: 'i-old',
    region: 'ap-northeast-1',
    accountId: '123456789012',
    eventId: 'e-1',
    ...overrides,
  });

const read = (input: unknown) => readTrigger(input, DEPLOYMENT);
const holdOf = (input: unknown) => {
  const reading = read(input);
  return 'hold' in reading ? reading.hold.because : 'none';
};

describe('an alarm event', () => {
  test('says appliance, kind, instant and watched instance', () => {
    expect(read(anEvent())).toMatchObject({
      trigger: {
        by: 'alarm',
        appliance: 'sophos',
        kind: 'status-check',
        mode: 'failover',
        requestedBy: 'failover-dev-sophos-status-check',
        instanceId: 'i-old',
        reason: expect.stringContaining('Threshold Crossed'),
      },
    });
  });

  test('is as old as the older of its two instants', () => {
    const event = anEvent();
    const late = { ...event, time: '2026-11-21T09:00:00Z' };
    expect(read(late)).toMatchObject({ trigger: { since: '2026-11-21T02:59:00.250Z' } });
    const early = { ...event, time: '2026-11-21T02:00:00Z' };
    expect(read(early)).toMatchObject({ trigger: { since: '2026-11-21T02:00:00.000Z' } });
  });

  test('of a probe watches no instance', () => {
    const reading = read(anEvent({ kind: 'probe' }));
    expect(reading).toMatchObject({ trigger: { kind: 'probe' } });
    expect('trigger' in reading && 'instanceId' in reading.trigger && reading.trigger.instanceId).toBeUndefined();
  });

  test.each([
    { what: 'of another stage', event: anEvent({ stage: 'prod' }), because: 'not-our-alarm' },
    { what: 'of another account', event: anEvent({ accountId: '999999999999' }), because: 'not-our-alarm' },
    { what: 'of another Region', event: anEvent({ region: 'eu-west-1' }), because: 'not-our-alarm' },
    { what: 'that went to OK', event: anEvent({ state: 'OK' }), because: 'not-in-alarm' },
    { what: 'without data', event: anEvent({ state: 'INSUFFICIENT_DATA' }), because: 'not-in-alarm' },
  ])('$what is held: $because', ({ event, because }) => {
    expect(holdOf(event)).toBe(because);
  });

  test('that is malformed is refused, naming what is missing', () => {
    expect(() => read({ 'detail-type': 'CloudWatch Alarm State Change' })).toThrow(RefusedError);
    expect(() => read({ ...anEvent(), detail: { alarmName: 'x' } })).toThrow(/detail\.state/);
    expect(() => read({ ...anEvent(), 'detail-type': 'EC2 Instance State-change Notification' })).toThrow(RefusedError);
  });

  test('without a readable instant is refused', () => {
    const event = anEvent();
    const state = { ...event.detail.state, timestamp: 'just now' };
    expect(() => read({ ...event, time: undefined, detail: { ...event.detail, state } })).toThrow(
      /"just now" is no instant/,
    );
  });
});

describe("a person's words", () => {
  test('need only name the appliance', () => {
    expect(read({ appliance: 'sophos' })).toEqual({
      trigger: {
        by: 'person',
        appliance: 'sophos',
        mode: 'failover',
        reason: 'no reason given',
        requestedBy: 'a person',
      },
    });
  });

  test.each(['failover', 'switchover', 'rehearse'])('may ask for a %s', (mode) => {
    expect(read({ appliance: 'sophos', mode, requestedBy: 'kim' })).toMatchObject({
      trigger: { mode, requestedBy: 'kim' },
    });
  });

  test.each([true, false])('may say force: %s', (force) => {
    expect(read({ appliance: 'sophos', force })).toMatchObject({ trigger: { by: 'person', force } });
  });

  test.each([
    ['a force that is neither true nor false', { appliance: 'sophos', force: 'yes' }, /force/],
    ['an unknown mode', { appliance: 'sophos', mode: 'failback' }, /mode/],
    ['a misspelt key', { appliance: 'sophos', resaon: 'x' }, /resaon/],
    ['no appliance', { mode: 'failover' }, /appliance/],
    ['nothing at all', undefined, /input/],
    ['text', 'sophos', /input/],
  ])('are refused with %s', (_, input, fault) => {
    expect(() => read(input)).toThrow(RefusedError);
    expect(() => read(input)).toThrow(fault);
  });
});

describe('the sweep', () => {
  test('is automatic', () => {
    expect(read({ appliance: 'sophos', requestedBy: 'sweep' })).toMatchObject({ trigger: { by: 'sweep' } });
  });

  test('never forces anything', () => {
    const input = { appliance: 'sophos', requestedBy: 'sweep', force: true };
    expect(() => read(input)).toThrow(
      new RefusedError('the input is not understood: force: only a person may say it, and this is sweep'),
    );
  });

  test('never asks for a switchover', () => {
    expect(() => read({ appliance: 'sophos', requestedBy: 'sweep', mode: 'switchover' })).toThrow(RefusedError);
  });
});

describe("EC2's event, as route-instance-event puts it", () => {
  const event = { instanceId: 'i-old', state: 'stopped', at: '2026-11-21T02:59:50Z' };
  const routed = { appliance: 'sophos', requestedBy: 'route-instance-event', reason: 'i-old is stopped', event };

  test('says instance, state and instant, and is automatic', () => {
    expect(read(routed)).toEqual({
      trigger: {
        ...{ by: 'instance-event', appliance: 'sophos', mode: 'failover', requestedBy: 'route-instance-event' },
        ...{ reason: 'i-old is stopped', instanceId: 'i-old', state: 'stopped', since: '2026-11-21T02:59:50.000Z' },
      },
    });
  });

  test.each([
    ['no event', { ...routed, event: undefined }, /event: is missing/],
    ['a state in which nothing is lost', { ...routed, event: { ...event, state: 'running' } }, /event\.state: must be/],
    ['no readable instant', { ...routed, event: { ...event, at: 'just now' } }, /event\.at "just now" is no instant/],
    ['an unknown key', { ...routed, event: { ...event, zone: 'a' } }, /event: unknown key "zone"/],
    ['a switchover', { ...routed, mode: 'switchover' }, /route-instance-event never asks for a switchover/],
    ['another sender', { ...routed, requestedBy: 'kim' }, /kim reports no event/],
  ])('is refused with %s', (_, input, fault) => {
    expect(() => read(input)).toThrow(RefusedError);
    expect(() => read(input)).toThrow(fault);
  });
});

describe("the prober's row", () => {
  const failing = { since: '2026-11-21T02:59:30Z', at: '2026-11-21T02:59:52Z' };
  const asked = { appliance: 'sophos', requestedBy: 'prober', reason: '12 probes in a row failed', failing };

  test('says since when and until when, and is automatic', () => {
    expect(read(asked)).toEqual({
      trigger: {
        ...{ by: 'prober', appliance: 'sophos', mode: 'failover', requestedBy: 'prober' },
        reason: '12 probes in a row failed',
        ...{ since: '2026-11-21T02:59:30.000Z', at: '2026-11-21T02:59:52.000Z' },
      },
    });
  });

  test.each([
    ['no row', { ...asked, failing: undefined }, /failing: is missing/],
    ['no readable instant', { ...asked, failing: { ...failing, at: 'now' } }, /failing\.at "now" is no instant/],
    [
      'a row that ends before it begins',
      { ...asked, failing: { ...failing, at: '2026-11-21T02:59:29Z' } },
      /is later than/,
    ],
    ['a switchover', { ...asked, mode: 'switchover' }, /prober never asks for a switchover/],
    ['force', { ...asked, force: true }, /only a person may say it, and this is prober/],
    ['another sender', { ...asked, requestedBy: 'kim' }, /kim reports no failed probes/],
  ])('is refused with %s', (_, input, fault) => {
    expect(() => read(input)).toThrow(RefusedError);
    expect(() => read(input)).toThrow(fault);
  });
});

describe('the start', () => {
  test('is the execution with its input', () => {
    const execution = { Id: 'arn:e', StartTime: '2026-11-21T03:00:00Z', Input: { appliance: 'sophos' }, Name: 'e' };
    expect(parseStart({ execution })).toEqual({
      executionId: 'arn:e',
      startedAt: '2026-11-21T03:00:00.000Z',
      input: { appliance: 'sophos' },
    });
  });

  test.each([{}, undefined, { execution: { Id: 'arn:e', Input: {} } }])('is refused when %j calls', (event) => {
    expect(() => parseStart(event)).toThrow(/not called by the state machine/);
  });

  test('is refused when it began at no instant', () => {
    expect(() => parseStart({ execution: { Id: 'arn:e', StartTime: 'now', Input: {} } })).toThrow(
      /"now" is no instant/,
    );
  });
});
