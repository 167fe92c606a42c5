/** A state of a rotation that none of our steps wrote is refused before any step reads it, in one sentence. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parseRotation } from '../../../../shared/steps/rotation/input.ts';

const event = JSON.parse(readFileSync('events/rotation/prune-images.json', 'utf8'));

/** The documented event with one value in its state replaced, or taken out. */
function altered(path: string, value: unknown): unknown {
  const copy = structuredClone(event);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce((at, key) => at[key], copy.done);
  parent[last] = value;
  return copy;
}

test('the documented event of PruneImages is understood as it is', () => {
  expect(parseRotation(event).done).toEqual(event.done);
});

describe('a hostile value is refused by its path', () => {
  test.each<[string, unknown, string]>([
    ['gate.outcome', 'held', 'must be "go"'],
    ['gate.active', undefined, 'is missing (string)'],
    ['gate.active', 'ami-0aa098b60a468a4b3', 'is no id that begins with i-'],
    ['gate.imageName', 'x', 'is no name of an image'],
    ['gate.prove', 'true', 'must be boolean'],
    ['gate.line', { because: 'vouched' }, 'is missing (string)'],
    ['image.imageId', 'i-04f9802932a90106a', 'is no id that begins with ami-'],
    ['image.imageId', 'ami-1; rm -rf /', 'is no id that begins with ami-'],
    ['image.askedAt', 'yesterday', 'is no valid time'],
    ['state.state', 'gone', 'must be "pending" or "available" or "failed" or "timed-out"'],
    ['state.waitSeconds', -1, 'must be from 0 to 200000'],
    ['state.waitSeconds', 1e308, 'must be from 0 to 200000'],
    ['proof.outcome', 'maybe', ''],
    ['proof.instanceId', 7, 'must be string'],
    ['proof', { outcome: 'no-place', detail: 'x', refused: 'none' }, 'must be array'],
    ['proven.seconds', Number.NaN, 'must be number'],
    ['proven.service', 'perhaps', 'must be "answered" or "silent" or "not verified"'],
    ['proven.ask', { target: { protocol: 'ftp' }, seconds: 1 }, 'must be "tcp" or "tls" or "https"'],
    ['ended.instanceIds', ['i-088b6b3b9aa0df051', 'x'], 'is no id that begins with i-'],
    ['accepted', true, 'must be object'],
    ['failure', { Cause: 'no name' }, 'is missing (string)'],
  ])('%s: %j', (path, value, words) => {
    const parse = () => parseRotation(altered(path, value));
    expect(parse).toThrow(`the input is not understood: done.${path}`);
    expect(parse).toThrow(words);
  });

  test.each(['toString', 'valueOf', 'constructor', '__proto__'])('an own %s in the place of a word', (key) => {
    const shadowed = JSON.parse(`{"${key}":"x"}`);
    expect(() => parseRotation(altered('state.availableAt', shadowed))).toThrow(
      'the input is not understood: done.state.availableAt: must be string',
    );
  });
});

test.each([undefined, null, 'done', 7, []])('a state that is %j is refused', (done) => {
  expect(() => parseRotation({ ...event, done })).toThrow(/^the input is not understood: done: /);
});

test('what no step of ours wrote does not reach a step', () => {
  const { done } = parseRotation(altered('state.toString', 'x'));
  expect(Object.hasOwn(done.state ?? {}, 'toString')).toBe(false);
  expect(parseRotation(altered('rogue', { imageId: 'ami-1' })).done).not.toHaveProperty('rogue');
});
