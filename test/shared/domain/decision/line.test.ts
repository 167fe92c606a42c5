/** Which instances are in the line, by evidence that tags cannot fabricate. */
import { describe, expect, test } from '@jest/globals';
import { inLine, type LineEvidence } from '../../../../shared/domain/decision/line.ts';

const NO = { found: 'no' } as const;
const UNKNOWN = { found: 'unknown', why: 'throttled' } as const;
const EARLIER = { found: 'yes' } as const;

const evidence = (overrides: Partial<LineEvidence>): LineEvidence => ({
  ...{ instanceId: 'i-held', vouched: NO, takenOver: NO, recorded: NO, answers: NO },
  ...{ earlier: EARLIER, imagesOf: { found: 'read', ids: ['i-old'] } },
  ...overrides,
});

const execution = 'arn:aws:states:eu-west-1:123456789012:execution:failover-dev-rotation:night';

describe('an instance is in the line', () => {
  test.each([
    ['vouched', { vouched: { found: 'yes', execution, by: 'ana' } }],
    ['taken-over', { takenOver: { found: 'yes', execution } }],
    ['recorded', { recorded: { found: 'yes', execution } }],
    ['first-adoption', { earlier: NO, imagesOf: { found: 'read', ids: ['i-held'] } }],
    ['first-adoption', { earlier: NO, imagesOf: { found: 'read', ids: [] } }],
    ['answers', { answers: { found: 'yes', since: '2026-11-21T02:00:00.000Z' } }],
  ] as const)('as %s', (because, proof) => {
    expect(inLine(evidence(proof as Partial<LineEvidence>))).toMatchObject({ in: 'yes', because });
  });

  test('by any one reason, although another cannot be read', () => {
    expect(inLine(evidence({ takenOver: UNKNOWN, recorded: { found: 'yes', execution } }))).toMatchObject({
      in: 'yes',
    });
  });
});

describe('an instance is not in the line', () => {
  test('when nothing of ours knows it', () => {
    expect(inLine(evidence({}))).toMatchObject({ in: 'no', why: expect.stringContaining('i-held holds the address') });
  });

  test('as the first holder, when an image of the appliance was taken of another instance', () => {
    expect(inLine(evidence({ earlier: NO }))).toMatchObject({ in: 'no' });
  });

  test('as the first holder, when a takeover or a rotation happened before', () => {
    expect(inLine(evidence({ imagesOf: { found: 'read', ids: [] } }))).toMatchObject({ in: 'no' });
  });
});

test.each([
  ['the takeovers', { takenOver: UNKNOWN }],
  ['the records', { recorded: UNKNOWN }],
  ['the images', { earlier: NO, imagesOf: UNKNOWN }],
  ['the probe', { answers: UNKNOWN }],
] as const)('where %s cannot be read, nothing is decided', (_, missing) => {
  expect(inLine(evidence(missing))).toEqual({ in: 'unknown', why: 'throttled' });
});
