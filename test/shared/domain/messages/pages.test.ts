/** The pages about messages: what they show is what is sent, and what a message points to exists. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { HOLDS } from '../../../../shared/domain/messages/holds.ts';
import { RUNBOOKS } from '../../../../shared/domain/messages/message.ts';
import {
  asMail,
  atNew,
  atOld,
  conditionOf,
  died,
  failed,
  held,
  imagesProtected,
  rotationBroken,
  rotationGone,
  rotationSilent,
  rotationUnproven,
  rotationWaits,
  serviceNotAsked,
  serviceUnheard,
  started,
  succeeded,
  undecided,
} from '../../../support/reported.ts';

test.each(Object.values(RUNBOOKS))('%s exists', (path) => expect(existsSync(path)).toBe(true));

describe('docs/operate/notifications.md', () => {
  const page = readFileSync('docs/operate/notifications.md', 'utf8');
  const shown = [...page.matchAll(/^```text\n([\s\S]*?)\n```$/gm)].map(([, mail]) => mail ?? '');

  const UNBOOTED = {
    failure: 'the image did not boot: i-proof: its status is instance-impaired after 1800 s',
    image: { imageId: 'ami-new', name: 'sophos_20261121_0300' },
    proven: { booted: false, detail: 'i-proof: its status is instance-impaired after 1800 s' },
  };
  const DENIED = 'UnauthorizedOperation';
  const MOVED = { moved: true, to: 'i-new', zone: 'ap-northeast-1c', gaveUp: true };
  const SEEN = { instance: 'running', status: 'impaired', probe: 'failing', health: 'failed' };
  const UNTIL =
    'takeover 4 moved the traffic a short time ago; the next automatic takeover is possible from 2026-11-21T03:40:00.000Z';
  const detailIn = (mail: string): string => /^Found {4}(.*)$/m.exec(mail)?.[1] ?? '';

  test('shows the messages about executions as they are sent', () =>
    expect(shown.filter((mail) => detailIn(mail) === '')).toEqual(
      [
        started(),
        succeeded({ problems: [`the old instance was not stopped: stopping i-old: ${DENIED}`] }),
        failed({ failure: `RefusedError: launching: ${DENIED}: denied` }),
        failed({ ...MOVED, failure: 'the replacement never answered: no answer 1200 s after it began to run' }, atNew),
        died('TIMED_OUT', atOld),
        undecided(),
        held('cooling-down', UNTIL, SEEN),
        rotationGone(),
        rotationBroken(UNBOOTED),
        rotationSilent(),
        rotationWaits(),
        imagesProtected('ami-old'),
        rotationUnproven('RefusedError: making security group failover-dev-sophos-proof: SecurityGroupLimitExceeded'),
        serviceUnheard(),
        serviceNotAsked('Runtime.ExitError: exit status 1'),
      ].map(asMail),
    ));

  test('shows one message of every kind of condition as it is sent', () => {
    const kinds = [
      ...(['drift', 'zombie', 'leftover', 'leftover-proof', 'not-adopted', 'auto-recovery'] as const),
      ...(['probe-unproven', 'two-active', 'malformed-tag', 'not-ready'] as const),
      ...(['no-provenance', 'foreign-owner', 'foreign-template', 'maintenance'] as const),
      ...(['duty-failing'] as const),
    ];
    const mails = shown.filter((mail) => detailIn(mail) !== '');
    expect(mails).toEqual(kinds.map((kind, index) => asMail(conditionOf(kind, detailIn(mails[index] ?? '')))));
  });

  test('names every hold that is not sent', () => {
    const silent = Object.entries(HOLDS).flatMap(([reason, words]) =>
      words === 'not-notified' ? [`\`${reason}\``] : [],
    );
    expect(page).toContain(`because no one has to act: ${silent.join(', ')};`);
  });
});
