/** The check of the references, from what each of them answered. */
import { expect, test } from '@jest/globals';
import type { ReferenceReading } from '../../../../shared/domain/readiness/facts.ts';
import { judgeReferences } from '../../../../shared/domain/readiness/references.ts';
import type { Facts } from '../../../../shared/domain/readiness/verdict.ts';

const yes = (name: string): ReferenceReading => ({ name, answered: true, detail: 'connected' });
const no = (name: string): ReferenceReading => ({ name, answered: false, detail: 'no answer in 3000 ms' });

const judged = (own: boolean, read: ReferenceReading[]) =>
  judgeReferences({ references: { found: 'read', answer: { own, read } } } as Facts);

test('the references are ready when all answer', () => {
  expect(judged(false, [yes('ec2'), yes('sts')])).toEqual({ verdict: 'ready', sentence: 'ec2, sts answer' });
});

test('the references are ready when one answers, and those that do not are named', () => {
  const sentence = 'sts answer; not ec2 (no answer in 3000 ms)';
  expect(judged(true, [no('ec2'), yes('sts')])).toEqual({ verdict: 'ready', sentence });
});

test('own references are not ready when none answers, and the sentence says what to write', () => {
  expect(judged(true, [no('www.example.com')])).toEqual({
    verdict: 'not-ready',
    sentence:
      'no reference answers: www.example.com (no answer in 3000 ms); while none does, no probe counts as failed: ' +
      'name hosts under references that answer, or remove it',
  });
});

test("the Region's endpoints are unknown when none answers, because this function may be cut off", () => {
  expect(judged(false, [no('ec2')])).toMatchObject({ verdict: 'unknown', sentence: expect.stringContaining('ec2') });
});

test('the references are unknown when they could not be asked', () => {
  const references = { found: 'unread' as const, why: 'out of sockets' };
  expect(judgeReferences({ references } as Facts)).toEqual({ verdict: 'unknown', sentence: 'out of sockets' });
});
