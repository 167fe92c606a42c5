/** A state of a rotation that none of our steps wrote. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parseRotation } from '../../../../shared/steps/rotation/input.ts';

const event = JSON.parse(readFileSync('events/rotation/prune-images.json', 'utf8'));

test('the documented event of PruneImages is understood', () => {
  expect(() => parseRotation(event)).not.toThrow();
});

test.each(['toString', 'valueOf', 'constructor', '__proto__'])('an own %s in it is refused, however deep', (key) => {
  const shadowed = JSON.parse(`{"availableAt":{"${key}":"x"}}`);
  const hostile = { ...event, done: { ...event.done, state: { ...event.done.state, ...shadowed } } };
  expect(() => parseRotation(hostile)).toThrow('done: is not what our steps write');
});
