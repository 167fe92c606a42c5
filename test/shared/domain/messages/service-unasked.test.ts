/** The message about a proof whose service could not be asked. */
import { expect, test } from '@jest/globals';
import { readSent, sentTag } from '../../../../shared/domain/messages/news.ts';
import { openSilence } from '../../../../shared/domain/messages/service-silent.ts';
import { openUnasked } from '../../../../shared/domain/messages/service-unasked.ts';
import { serviceNotAsked } from '../../../support/reported.ts';

const WHY = 'Sandbox.Timedout: timed out after 45 s';
const NOTHING_SENT = readSent('');
const night = { outcome: 'rotated' as const, problems: [] };
const proven = (service: string) => ({ ...night, proven: { booted: true, service, detail: 'both' } });
const unasked = { ...proven('not verified'), unasked: WHY };

test('says why, that the image is used all the same, and where to look', () => {
  const message = serviceNotAsked(WHY);
  expect(message).toMatchObject({ kind: 'service-unasked', severity: 'warning', facts: { unasked: WHY } });
  expect(message.subject).toBe('sophos: its newest image boots, and its service could not be asked');
  for (const what of [WHY, 'a takeover would use it', 'the log of prove-service']) {
    expect(message.text).toContain(what);
  }
});

test('is one condition until a proof is asked again, which a night without a proof is not', () => {
  expect(openUnasked(unasked, NOTHING_SENT).map(({ kind }) => kind)).toEqual(['service-unasked']);
  const sent = readSent(sentTag(openUnasked(unasked, NOTHING_SENT)));
  expect(openUnasked(night, sent)).toHaveLength(1);
  expect(openUnasked(night, NOTHING_SENT)).toEqual([]);
  expect(['answered', 'silent', 'not verified'].flatMap((service) => openUnasked(proven(service), sent))).toEqual([]);
});

test('neither ends nor begins the condition that a service does not answer', () => {
  const sent = readSent(sentTag(openSilence(proven('silent'), NOTHING_SENT)));
  expect(openSilence(unasked, sent)).toHaveLength(1);
  expect(openSilence(unasked, NOTHING_SENT)).toEqual([]);
});
