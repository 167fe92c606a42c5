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

  test.each([
    [
      'who vouched for it, and where',
      { vouched: { found: 'yes', execution, by: 'ana' } },
      'ana vouched for it (night)',
    ],
    ['which takeover moved to it', { takenOver: { found: 'yes', execution } }, 'night moved the traffic to it'],
    ['which rotation recorded it', { recorded: { found: 'yes', execution } }, 'the rotation night recorded it'],
    [
      'that it was there first',
      { earlier: NO, imagesOf: { found: 'read', ids: [] } },
      'it held the address before any takeover or rotation',
    ],
  ] as const)('and says %s', (_, proof, detail) => {
    expect(inLine(evidence(proof as Partial<LineEvidence>))).toMatchObject({ detail });
  });

  test('by its probe, and says since when', () => {
    const since = '2026-11-21T02:00:00.000Z';
    expect(inLine(evidence({ answers: { found: 'yes', since } }))).toEqual({
      ...{ in: 'yes', because: 'answers', since },
      detail: `its probe has answered since ${since}`,
    });
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
  ['what was earlier', { earlier: UNKNOWN }],
  ['the images', { earlier: NO, imagesOf: UNKNOWN }],
  ['the probe', { answers: UNKNOWN }],
] as const)('where %s cannot be read, nothing is decided', (_, missing) => {
  expect(inLine(evidence(missing))).toEqual({ in: 'unknown', why: 'throttled' });
});

test('where several cannot be read, each says why', () => {
  const missing = { takenOver: UNKNOWN, recorded: { found: 'unknown', why: 'denied' } } as const;
  expect(inLine(evidence(missing))).toEqual({ in: 'unknown', why: 'throttled; denied' });
});
