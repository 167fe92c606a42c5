/** How operators are notified: what would cost them their subscription. */
import type { Mutant } from './mutant.ts';

export const OF_MAILS: Mutant[] = [
  {
    name: 'each notification of many appliances is mailed at once',
    breaks: 'S27',
    edits: [
      {
        file: 'shared/steps/triggers/tell-once.ts',
        old: 'const topicArn = isCollected(configuration) ? eachTopicArnOf(deployment) : topicArnOf(deployment);',
        becomes: 'const topicArn = configuration ? topicArnOf(deployment) : eachTopicArnOf(deployment);',
      },
      {
        file: 'shared/steps/triggers/tell-once.ts',
        old: "import { isCollected } from '../../domain/mail-rate.ts';\n",
        becomes: '',
      },
    ],
    hunt: { in: 'scenarios', names: ['fleet-loses-its-zone'] },
  },
  {
    name: 'what was collected is mailed one by one, and without a wait',
    breaks: 'S27',
    edits: [
      {
        file: 'shared/domain/messages/digest.ts',
        old: '  collected.length <= SINGLE_MAX ? collected : [digestOf(bySeverity(collected))];',
        becomes: '  collected.length >= SINGLE_MAX ? collected : [digestOf(bySeverity(collected))];',
      },
      {
        file: 'shared/steps/triggers/mail-collected.ts',
        old: '    await clock.sleep(AFTER_MAIL_SECONDS * 1000);\n',
        becomes: '    await clock.sleep(AFTER_MAIL_SECONDS);\n',
      },
    ],
    hunt: { in: 'scenarios', names: ['fleet-loses-its-zone'] },
  },
];
