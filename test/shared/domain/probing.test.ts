/** What probes add up to, with a reference that tells silence from being cut off. */
import { expect, test } from '@jest/globals';
import { verdictOf } from '../../../shared/domain/probing.ts';

const yes = { answered: true, detail: 'connected' };
const no = { answered: false, detail: 'no answer in 1000 ms' };

test.each([
  { what: 'one answer among several is an answer', answers: [no, yes, no], reference: no, verdict: 'answering' },
  { what: 'silence beside an answering reference is a failure', answers: [no, no], reference: yes, verdict: 'failing' },
  { what: 'silence all around is unknown', answers: [no, no], reference: no, verdict: 'unknown' },
])('$what', ({ answers, reference, verdict }) => {
  expect(verdictOf(answers, reference)).toBe(verdict);
});
