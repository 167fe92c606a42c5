/** The message about a proof that boots and is not heard, where none ever was. */
import { expect, test } from '@jest/globals';
import { readSent, sentTag } from '../../../../shared/domain/messages/news.ts';
import { openSilence } from '../../../../shared/domain/messages/service-silent.ts';
import { serviceUnheard } from '../../../support/reported.ts';

const record = { outcome: 'rotated' as const, problems: [] };
const proven = (service: string) => ({ ...record, proven: { booted: true, service, detail: 'both' } });
const NOTHING_SENT = readSent('');

test('says that the image is in use all the same, why, and what to fix', () => {
  const message = serviceUnheard();
  expect(message).toMatchObject({ kind: 'service-silent', severity: 'warning' });
  expect(message.subject).toBe('sophos: its newest image boots, and its service does not answer');
  expect(message.text).toContain('The image is good and a takeover would use it');
  for (const what of ['route tables', 'network ACLs', "appliance's own firewall", 'take probe.subnets out']) {
    expect(message.text).toContain(what);
  }
});

test('is one condition for as long as it lasts, and over with an answer or when no service is to be asked any more', () => {
  const open = openSilence(proven('silent'), NOTHING_SENT);
  expect(open.map(({ kind }) => kind)).toEqual(['service-silent']);
  const sent = readSent(sentTag(open));
  expect([proven('answered'), proven('not verified')].flatMap((each) => openSilence(each, sent))).toEqual([]);
});

test('does not end on a night without a question, and does not begin on one', () => {
  const sent = readSent(sentTag(openSilence(proven('silent'), NOTHING_SENT)));
  expect(openSilence(record, sent).length).toBe(1);
  expect(openSilence(record, NOTHING_SENT)).toEqual([]);
});
