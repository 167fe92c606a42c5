/**
 * Silence: a tag of the address that takes the protection away, and no notification of it. No invariant sees a notification
 * that is missing while nothing is wrong in the account, so these are noticed by what a scenario expects.
 */
import type { Mutant } from './mutant.ts';

export const OF_SILENCE: Mutant[] = [
  {
    name: 'an address that names another owner is left alone, and operators are not notified (T16)',
    breaks: 'silence',
    edits: [
      {
        file: 'shared/steps/sweep/sweep-one.ts',
        old: '...newsOf({ name, address, conditions, told: new Set() }) };',
        becomes: '...(conditions.length > 99 && newsOf({ name, address, conditions, told: new Set() })) };',
      },
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-owner', 'stranger-address-owner-told'] },
  },
  {
    name: 'the tag says whether the probe has a vote, also while CloudWatch answers (T17)',
    breaks: 'silence',
    edits: [
      {
        file: 'shared/domain/probation.ts',
        old: '  alarms ? alarms.probe?.probation : address.tags[TAG.probe];\n',
        becomes: '  address.tags[TAG.probe] ?? alarms?.probe?.probation;\n',
      },
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-probe-every-2-s', 'stranger-address-probe-proven'] },
  },
  {
    name: 'a pause of years is a pause like any other (T17)',
    breaks: 'silence',
    edits: [
      {
        file: 'shared/domain/pauses.ts',
        old: '> PAUSE_DAYS_MAX * 86_400 + AHEAD_SECONDS_MAX) {',
        becomes: '> PAUSE_DAYS_MAX * 86_400 * 1e9 + AHEAD_SECONDS_MAX) {',
      },
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-paused'] },
  },
  {
    name: 'a failed appliance that is held is not mentioned again once the list has it (T18)',
    breaks: 'silence',
    edits: [
      {
        file: 'shared/domain/insistence.ts',
        old: 'const FIRST_REMINDER_SECONDS = 420;',
        becomes: 'const FIRST_REMINDER_SECONDS = 420_000;',
      },
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-paused-told'] },
  },
  {
    name: 'a tag alone puts the probe on probation anew, as often as it is written',
    breaks: 'silence',
    edits: [
      {
        file: 'shared/domain/active-instance.ts',
        old: '  const before = watched ?? tags[TAG.activeInstance];\n',
        becomes: '  const before = tags[TAG.activeInstance] ?? watched;\n',
      },
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-active-instance-every-minute'] },
  },
];
