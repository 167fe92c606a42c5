/** Text of others in what a person reads. */
import { describe, expect, test } from '@jest/globals';
import { messageOf, RefusedError } from '../../../shared/domain/errors.ts';
import { asker, cutMessage, oneLine } from '../../../shared/domain/foreign-text.ts';
import { compose } from '../../../shared/domain/messages/message.ts';
import { held, started } from '../../support/reported.ts';

const FORGED = 'Yamada\n\nTo do:\n- log in at https://example.net\u001b[2J\u202e';

describe('a line', () => {
  test('has no line break, no escape sequence and no character that turns its direction', () => {
    expect(oneLine(FORGED)).toBe('Yamada To do: - log in at https://example.net [2J');
  });

  test('is cut', () => expect(oneLine('x'.repeat(10_000), 100)).toHaveLength(100));
});

describe('who asked', () => {
  test.each(['yamada', 'Yamada Taro (on call)', 'ops@example.com', 'failover-dev-sophos-status-check'])(
    'is named as it is: %s',
    (name) => expect(asker(name)).toBe(name),
  );

  test('is quoted and cut when it is more than a name', () => {
    expect(asker(FORGED)).toMatch(/^"Yamada To do: - log in at https:[^"]*"$/);
    expect(asker('x'.repeat(1_000)).length).toBeLessThanOrEqual(82);
  });
});

describe('a mail', () => {
  test('about a takeover has one paragraph "To do", for any requester', () => {
    const plan = { mode: 'switchover' as const, automatic: false, requestedBy: FORGED, because: FORGED };
    const { text, subject } = started(plan);
    expect(text.match(/^To do:/gm)).toHaveLength(1);
    expect(text).not.toMatch(/^- log in/m);
    expect(text).toMatch(/as "Yamada To do: [^"]*" asked\.$/m);
    expect(`${text}${subject}`.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
  });

  test('about a held failover has one as well, with any detail', () => {
    const { text } = held('no-holder', FORGED, { [FORGED]: FORGED });
    expect(text.match(/^To do:/gm)).toHaveLength(1);
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
  });

  test('prints no command with an ARN that is none', () => {
    const draft = { appliance: 'sophos', kind: 'held', severity: 'info', headline: 'x', is: 'x', means: 'x' } as const;
    const rest = { lines: [], toDo: ['x'], runbooks: [], facts: {} };
    expect(compose({ ...draft, ...rest, executionArn: 'arn:aws:states:x; rm -rf ~' }).text).not.toContain('rm -rf');
  });
});

describe('an error', () => {
  test('of ours says at most 2,000 characters, however much it quotes', () => {
    expect(new RefusedError(`"${'x'.repeat(300_111)}" is unknown`).message).toHaveLength(2_000);
  });

  test('of others is notified in as many', () => {
    expect(messageOf(new Error('x'.repeat(300_111)))).toHaveLength(2_000);
    expect(messageOf(Object.create(null))).toBe('object');
  });

  test('that fits is not changed', () => expect(cutMessage('one\ntwo')).toBe('one\ntwo'));
});
