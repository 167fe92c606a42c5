/** A story's hashes follow what was done, to whom and when, and no wording. */
import { describe, expect, test } from '@jest/globals';
import type { World } from '../../../../simulator/account/world.ts';
import { logHashOf, outcomeHashOf, wordless } from '../../../../simulator/experiments/runs/story-hash.ts';
import { readScenario } from '../../../../simulator/stories/library.ts';
import type { Report } from '../../../../simulator/stories/report.ts';
import { tellScenario } from '../../../../simulator/stories/tell.ts';
import { aConfiguration } from '../../../support/appliances.ts';

const call = {
  ...{ atMs: 5, endedAtMs: 9, caller: 'claim', service: 'EC2', action: 'ReplaceRoute', dryRun: false },
  input: { RouteTableId: 'rtb-1', Description: 'the words of a person' },
};

const log = (changed: object, what = 'route rtb-1 10.0.0.0/8 to eni-1'): string =>
  logHashOf({ changes: [{ atMs: 7, by: 'claim', what }], calls: [{ ...call, ...changed }] } as unknown as World);

describe('the log', () => {
  test.each([
    ['the words of a parameter', { input: { ...call.input, Description: 'other words' } }],
    ['the order of parameters', { input: { Description: 'x y', RouteTableId: 'rtb-1' } }],
  ])('is the same with other %s', (_what, changed) => {
    expect(log(changed)).toBe(log({}));
  });

  test('is the same when the simulator has other words for a change', () => {
    expect(log({}, 'the route 10.0.0.0/8 of rtb-1 leads to eni-1')).not.toBe(log({}));
    expect(log({}, 'now rtb-1 sends 10.0.0.0/8 to eni-1')).toBe(log({}));
  });

  test.each([
    ['an id among the parameters', { input: { ...call.input, RouteTableId: 'rtb-2' } }],
    ['the instant of an answer', { endedAtMs: 10 }],
    ['an error', { error: 'UnauthorizedOperation' }],
    ['a dry run', { dryRun: true }],
    ['a caller', { caller: 'sweep' }],
  ])('differs with %s', (_what, changed) => {
    expect(log(changed)).not.toBe(log({}));
  });
});

test('JSON in a string is data, whose sentences do not count', () => {
  const text = (because: string, code: string) => ({ input: JSON.stringify({ because, code, at: [1, 'two words'] }) });
  expect(wordless(text('it is down', 'silent'))).toEqual(wordless(text('it has failed', 'silent')));
  expect(wordless(text('it is down', 'silent'))).not.toEqual(wordless(text('it is down', 'answers')));
  expect(wordless({ token: 'c9af4bf3-a0aa-4f95-9ded-9520dc80498e', id: 'i-1' })).toEqual({ id: 'i-1' });
  expect(wordless(new TextEncoder().encode('{"a":"b c","d":"e"}'))).toEqual({ a: undefined, d: 'e' });
});

describe('the outcome', () => {
  const told = async (): Promise<Report> =>
    tellScenario({ scenario: readScenario('false-alarm'), configuration: aConfiguration(), seed: 1 });

  test('is the same for the same story, and follows codes and not sentences', async () => {
    const report = await told();
    expect(outcomeHashOf(await told())).toBe(outcomeHashOf(report));
    const changed = (change: (output: Record<string, unknown>) => void): Report => {
      const copy = structuredClone(report);
      const output = copy.executions[0]?.output;
      change(output as Record<string, unknown>);
      return copy;
    };
    expect(report.executions[0]?.output).toMatchObject({ outcome: 'held', detail: expect.stringContaining(' ') });
    expect(outcomeHashOf(changed((output) => Object.assign(output, { detail: 'said otherwise' })))).toBe(
      outcomeHashOf(report),
    );
    expect(outcomeHashOf(changed((output) => Object.assign(output, { because: 'paused' })))).not.toBe(
      outcomeHashOf(report),
    );
    expect(outcomeHashOf({ ...report, violations: ['S2: apart'] })).not.toBe(outcomeHashOf(report));
    expect(outcomeHashOf({ ...report, told: [{ seconds: 1, kind: 'held', subject: '' }] })).not.toBe(
      outcomeHashOf(report),
    );
  });
});
