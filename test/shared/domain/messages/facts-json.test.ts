/** The facts for machines: all of them, or a beginning that says so. */
import { expect, test } from '@jest/globals';
import { factsJson } from '../../../../shared/domain/messages/facts-json.ts';

const bytesOf = (json: string): number => Buffer.byteLength(json);

test('facts that fit are there word for word, and nothing is said to be left out', () =>
  expect(JSON.parse(factsJson({ appliance: 'sophos', moved: true, to: undefined, changes: [1, 2] }))).toEqual({
    ...{ appliance: 'sophos', moved: true, changes: [1, 2] },
  }));

test('a list that does not fit loses its end, and says how long it was', () => {
  const changes = Array.from({ length: 5_000 }, (_, index) => ({
    change: `route ${index}`,
    from: 'i-old',
    to: 'i-new',
  }));
  const json = factsJson({ appliance: 'sophos', changes });
  const facts = JSON.parse(json);
  expect(bytesOf(json)).toBeLessThanOrEqual(100_000);
  expect(facts.truncated).toEqual({ changes: 5_000 });
  expect(facts.changes.length).toBeGreaterThan(500);
  expect(facts.changes[0]).toEqual(changes[0]);
  expect(facts.appliance).toBe('sophos');
});

test('so does a text, in bytes and not in characters, and a map goes as a whole', () => {
  const json = factsJson({ cause: 'ü'.repeat(90_000), seconds: { phase: 'x'.repeat(120_000) } });
  const facts = JSON.parse(json);
  expect(bytesOf(json)).toBeLessThanOrEqual(100_000);
  expect(facts.truncated).toEqual({ cause: 90_000, seconds: 120_012 });
  expect(facts).not.toHaveProperty('seconds');
  expect(facts.cause).toBe('ü'.repeat(45_000));
});
