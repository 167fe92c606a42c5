/** How operators are notified: what would cost them their subscription. */
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

export const OF_MAILS: Mutant[] = [
  {
    name: 'each notification of many appliances is mailed at once',
    breaks: 'S27',
    overrides: [override('shared/domain/messages/mail-rate.ts', 'isCollected', () => () => false)],
    hunt: { in: 'scenarios', names: ['fleet-loses-its-zone'] },
  },
  {
    name: 'what was collected is mailed one by one, and without a wait',
    breaks: 'S27',
    overrides: [
      override('shared/domain/messages/digest.ts', 'mailsOf', () => (collected) => collected),
      override('shared/domain/messages/mail-rate.ts', 'AFTER_MAIL_SECONDS', (seconds) => seconds / 1000),
    ],
    hunt: { in: 'scenarios', names: ['fleet-loses-its-zone'] },
  },
];
