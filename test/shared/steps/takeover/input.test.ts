/** What a step of a takeover accepts: exactly a plan of the failover machine. */
import { describe, expect, test } from '@jest/globals';
import { RefusedError } from '../../../../shared/domain/errors.ts';
import { parseTakeover } from '../../../../shared/steps/takeover/input.ts';
import { aPlan } from '../../../support/plans.ts';

const anEvent = (execution: object = {}) => ({
  execution: { Id: 'arn:e', StartTime: '2026-11-21T03:00:05.000Z', Input: aPlan(), ...execution },
  done: { claim: { claimedAt: '2026-11-21T03:00:06.000Z' } },
});

describe('a takeover', () => {
  test('is given its plan word for word, and what was done so far', () => {
    expect(parseTakeover(anEvent())).toEqual({
      ...{ plan: aPlan(), rawPlan: aPlan(), executionArn: 'arn:e' },
      startTime: '2026-11-21T03:00:05.000Z',
      redriveCount: 0,
      done: { claim: { claimedAt: '2026-11-21T03:00:06.000Z' } },
    });
  });

  test('survives the way through JSON, where absent and undefined are one', () => {
    const plan = aPlan({ old: undefined, finish: undefined });
    const event: unknown = JSON.parse(JSON.stringify(anEvent({ Input: plan })));
    expect(parseTakeover(event).plan).toEqual(plan);
  });

  test('keeps what a page has to say, so that a replacement is asked as the old one was', () => {
    const probe = { ...aPlan().probe, protocol: 'https' as const, status: 204, text: 'ready' };
    const event: unknown = JSON.parse(JSON.stringify(anEvent({ Input: aPlan({ probe }) })));
    expect(parseTakeover(event).plan.probe).toEqual(probe);
  });

  test('keeps the whole blueprint of an appliance that was never adopted', () => {
    const blueprint = { securityGroupIds: ['sg-1'], ebsOptimized: true, autoRecovery: 'disabled' as const };
    expect(parseTakeover(anEvent({ Input: aPlan({ blueprint }) })).plan.blueprint).toEqual(blueprint);
  });

  test('knows that it was redriven', () => {
    expect(parseTakeover(anEvent({ RedriveCount: 2 })).redriveCount).toBe(2);
  });

  test.each([
    ['a plan by hand', { Input: { appliance: 'sophos' } }, /Input\.generation/],
    ['a route of no kind', { Input: { ...aPlan(), routes: [{ routeTableId: 'rtb-a' }] } }, /Input\.routes\.0/],
    ['half a generation', { Input: { ...aPlan(), generation: 1.5 } }, /Input\.generation/],
    ['another fencing', { Input: { ...aPlan(), fencing: 'never' } }, /Input\.fencing/],
  ])('is refused with %s, naming what is wrong', (_, execution, fault) => {
    expect(() => parseTakeover(anEvent(execution))).toThrow(RefusedError);
    expect(() => parseTakeover(anEvent(execution))).toThrow(fault);
  });

  test.each([
    ['a claim', { claim: { claimedAt: '2026-11-21T03:00:06.000Z' } }],
    ['a replacement', { replacement: { outcome: 'running', instanceId: 'i-1', networkInterfaceId: 'eni-1' } }],
    ['a closing record', { closed: { ok: true } }],
  ])('is refused when %s came with the plan: only our own steps write that', (_, facts) => {
    const event = anEvent({ Input: { ...aPlan(), ...facts } });
    expect(() => parseTakeover(event)).toThrow(
      /is not a plan of the failover machine: it has (claim|replacement|closed)/,
    );
  });

  test.each([
    ['a claim at no time', { claim: { claimedAt: 'now' } }, /done\.claim\.claimedAt/],
    ['a launch without a placement', { launch: { outcome: 'launched', instanceId: 'i-1' } }, /done\.launch/],
    ['a replacement of no known outcome', { replacement: { outcome: 'fine', instanceId: 'i-1' } }, /done\.replacement/],
    ['an id that is a list', { replacement: { outcome: 'pending', instanceId: ['i-1'] } }, /done\.replacement/],
    ['a failure without a name', { failure: { Cause: 'x' } }, /done\.failure/],
  ])('is refused when the steps before have left %s', (_, done, fault) => {
    expect(() => parseTakeover({ ...anEvent(), done })).toThrow(RefusedError);
    expect(() => parseTakeover({ ...anEvent(), done })).toThrow(fault);
  });

  test.each([undefined, {}, { ...anEvent(), done: undefined }])('is refused when %j calls', (event) => {
    expect(() => parseTakeover(event)).toThrow(RefusedError);
  });
});
