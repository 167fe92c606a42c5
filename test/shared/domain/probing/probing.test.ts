/** What probes add up to, with a reference that tells silence from being cut off. */
import { expect, test } from '@jest/globals';
import { targetOf, verdictOf } from '../../../../shared/domain/probing/probing.ts';
import { anAppliance } from '../../../support/appliances.ts';

const yes = { answered: true, detail: 'connected' };
const no = { answered: false, detail: 'no answer in 1000 ms' };
const nameless = { answered: false, detail: 'ENOTFOUND', unasked: true } as const;

test.each([
  { what: 'one answer among several is an answer', answers: [no, yes, no], reference: no, verdict: 'answering' },
  { what: 'silence beside an answering reference is a failure', answers: [no, no], reference: yes, verdict: 'failing' },
  { what: 'silence all around is unknown', answers: [no, no], reference: no, verdict: 'unknown' },
  { what: 'who could not be asked is unknown', answers: [nameless], reference: yes, verdict: 'unknown' },
  { what: 'who was asked once and kept silent failed', answers: [nameless, no], reference: yes, verdict: 'failing' },
])('$what', ({ answers, reference, verdict }) => {
  expect(verdictOf(answers, reference)).toBe(verdict);
});

test('the floating address is asked unless the probe names a host', () => {
  const { probe } = anAppliance();
  expect(targetOf(probe, '203.0.113.10')).toEqual({
    protocol: 'tcp',
    host: '203.0.113.10',
    port: 443,
    path: '/',
    timeoutMs: 2_000,
  });
  expect(targetOf({ ...probe, host: 'vpn.example.com' }, '203.0.113.10').host).toBe('vpn.example.com');
});

test('a page is judged as the configuration says', () => {
  const probe = { ...anAppliance().probe, protocol: 'https' as const, path: '/health', status: 204, text: 'ok' };
  expect(targetOf(probe, '203.0.113.10')).toMatchObject({ path: '/health', status: 204, text: 'ok' });
});
