/** Notifications that were due together: mailed one by one while they are few, and as one digest when they are many. */
import { describe, expect, test } from '@jest/globals';
import { mailsOf } from '../../../../shared/domain/messages/digest.ts';
import type { Mail } from '../../../../shared/domain/messages/message.ts';

const mail = (at: number, severity = 'warning', text = `the text of ${at}`): Mail => ({
  subject: `vpn-${at}: something`,
  text,
  attributes: { appliance: `vpn-${at}`, kind: at % 2 ? 'drift' : 'held', severity, facts: '{}' },
});
const many = (count: number, text?: string): Mail[] =>
  Array.from({ length: count }, (_, at) => mail(at, 'warning', text));

const only = (mails: Mail[]): Mail => {
  const [first] = mails;
  if (!first || mails.length > 1) throw new Error(`${mails.length} mails`);
  return first;
};

test('three are three mails, as they are', () => expect(mailsOf(many(3))).toEqual(many(3)));

describe('four', () => {
  const digest = only(mailsOf([...many(3), mail(7, 'critical', 'it is down')]));

  test('are one mail, whose subject counts the kinds', () => {
    expect(digest.subject).toBe('4 notifications: 2 drift, 2 held');
    expect(digest.attributes).toMatchObject({ appliance: 'several', kind: 'digest', severity: 'critical' });
  });

  test('are listed and described in full, the most severe first', () => {
    expect(digest.text).toMatch(/- vpn-7: something\n- vpn-0: something/);
    expect(digest.text.indexOf('it is down')).toBeLessThan(digest.text.indexOf('the text of 0'));
    expect(JSON.parse(digest.attributes.facts ?? '')).toMatchObject({ count: 4 });
  });
});

test('as many as thousands fit into what SNS takes, and the rest is counted', () => {
  const digest = only(mailsOf(many(1_000, 'ü'.repeat(4_000))));
  expect(Buffer.byteLength(digest.text) + Buffer.byteLength(JSON.stringify(digest.attributes))).toBeLessThan(262_144);
  expect(digest.text).toMatch(/The texts of 9\d\d more do not fit/);
  expect(digest.text).toContain('- vpn-999: something');
});
