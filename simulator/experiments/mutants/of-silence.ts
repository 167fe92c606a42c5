/**
 * Silence: a tag of the address that takes the protection away, and no notification of it. No invariant sees a notification
 * that is missing while nothing is wrong in the account, so these are noticed by what a scenario expects.
 */
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

const PROBE = 'failover:probe';
const ACTIVE_INSTANCE = 'failover:active-instance';

export const OF_SILENCE: Mutant[] = [
  {
    name: 'an address that names another owner is left alone, and operators are not notified (T16)',
    breaks: 'silence',
    overrides: [
      override('shared/steps/sweep/sweep-one.ts', 'sweepOne', (original) => async (...asked) => {
        const { news, swept } = await original(...asked);
        return swept.refused || !news ? { swept } : { swept, news };
      }),
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-owner', 'stranger-address-owner-told'] },
  },
  {
    name: 'the tag says whether the probe has a vote, also while CloudWatch answers (T17)',
    breaks: 'silence',
    overrides: [
      override(
        'shared/domain/probing/probation.ts',
        'probationWord',
        () =>
          ({ address, alarms }) =>
            address.tags[PROBE] ?? alarms?.probe?.probation,
      ),
      override(
        'shared/domain/probing/probation.ts',
        'probationOf',
        (original) =>
          ({ address, alarms, appliance }, now) => {
            const word = address.tags[PROBE];
            return original({ appliance, address, alarms: word ? { probe: { probation: word } } : alarms }, now);
          },
      ),
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-probe-every-2-s', 'stranger-address-probe-proven'] },
  },
  {
    name: 'a pause of years is a pause like any other (T17)',
    breaks: 'silence',
    overrides: [
      override('shared/domain/decision/pauses.ts', 'readPause', (original) => (address, now) => {
        const pause = original(address, now);
        const untilMs = pause.kind === 'malformed' ? Date.parse(pause.value) : Number.NaN;
        return Number.isNaN(untilMs) ? pause : { kind: 'until', until: new Date(untilMs).toISOString() };
      }),
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-paused'] },
  },
  {
    name: 'a failed appliance that is held is not mentioned again once the list has it (T18)',
    breaks: 'silence',
    overrides: [override('shared/domain/messages/insistence.ts', 'isReminderDue', () => () => false)],
    hunt: { in: 'scenarios', names: ['stranger-address-paused-told'] },
  },
  {
    name: 'a tag alone puts the probe on probation anew, as often as it is written',
    breaks: 'silence',
    overrides: [
      override(
        'shared/domain/decision/active-instance.ts',
        'activeBefore',
        (original) => (address, watched) => original(address, address.tags[ACTIVE_INSTANCE] ?? watched),
      ),
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-active-instance-every-minute'] },
  },
];
