/** One command for each verb, to be copied: the help of all shows them all, and the help of a verb its own. */
import { type CommandWords, commandFor, type Verb } from '../../shared/domain/messages/command-line.ts';

const EXAMPLES: Record<Verb, Partial<Pick<CommandWords, 'words' | 'flags'>> & { appliance?: string | undefined }> = {
  status: {},
  plan: { flags: { shell: true, output: 'takeover.sh' } },
  rehearse: {},
  switchover: { flags: { reason: 'maintenance of the zone' } },
  failover: { flags: { reason: 'it drops packets' } },
  follow: { words: ['takeover-sophos-g4'] },
  abort: { flags: { reason: 'the appliance answers again' } },
  drill: { flags: { isolated: true, reason: 'before the holidays', output: 'drill.html' } },
  report: { appliance: 'takeover-sophos-g4', flags: { output: 'report.html' } },
  history: { flags: { since: '30d' } },
  images: {},
  readiness: {},
  pause: { flags: { for: '4h', reason: 'firmware update' } },
  resume: {},
  rotate: { flags: { prove: true, reason: 'after the firmware update' } },
  vouch: { words: ['i-0123456789abcdef0'], flags: { reason: 'restored from a backup' } },
  ownership: { flags: { take: true } },
  evacuate: {
    appliance: undefined,
    words: ['ap-northeast-1a'],
    flags: { first: 'sophos', reason: 'AWS reports errors in the zone' },
  },
  config: { appliance: undefined, words: ['show'], flags: { deployed: true } },
  cost: { appliance: undefined },
  remove: { appliance: undefined },
};

export const exampleOf = (verb: Verb): string =>
  commandFor({ verb, appliance: 'sophos', stage: 'prod', ...EXAMPLES[verb] });
