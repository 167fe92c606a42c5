/** The catalogue's entries that need no fault of the account: a moment of a scenario makes them. */
import { once } from '../../account/faults/fault-file.ts';

export const MOMENT_ENTRIES = [
  once('F6', 'A false alarm', {
    shows: '`ALARM`, and the probe is answered when the run begins',
    holds: 'refused (S9, S10)',
    deeds: [{ alarm: 'status-check' }],
    scenarios: ['false-alarm', 'prober-cut-off'],
  }),
  once('F10', 'Two triggers at once', {
    shows: 'an alarm, a probe and a person, within a second',
    holds: 'one takeover (S1)',
    deeds: [{ alarm: 'probe' }, { ask: { mode: 'failover', requestedBy: 'ada', reason: 'no login is possible' } }],
    scenarios: ['two-triggers-at-once'],
  }),
  once('F25', 'A rotation and a takeover meet', {
    shows: 'CreateImage of a dying instance; a rotation that is due in the middle of a takeover',
    holds: 'no bad image is called good (S8), and nothing is pruned (S7)',
    deeds: [{ rotate: { requestedBy: 'schedule' } }],
    scenarios: ['rotation-during-takeover', 'takeover-during-rotation'],
  }),
  once('F28', 'A person starts the old instance, or moves the address', {
    shows: 'what is read back differs from what was made',
    holds: 'the run stops and says so; nothing is reverted',
    deeds: [{ personStartsOld: true }, { giveAwayAddress: true }],
    scenarios: [
      ...['person-starts-retired', 'person-moves-address-mid-run', 'address-moved-by-hand'],
      ...['switchover-refused-after-a-move-by-hand'],
    ],
  }),
  once('F32', 'The schedule delivers twice', {
    shows: 'a second rotation, under the same instant',
    holds: 'one image is made',
    deeds: [{ rotate: { requestedBy: 'schedule', lateSeconds: 40 } }],
    scenarios: ['rotation-scheduled-twice'],
  }),
  once('F33', 'A deployment in the middle of a run', {
    shows:
      'from the next state on the functions are cold and have another configuration; the code is the same, and an execution under way keeps its state machine definition',
    holds: 'the run ends as it was planned',
    deeds: [{ redeploy: { bootLimitSeconds: 900 } }],
    scenarios: ['deployed-mid-run'],
  }),
  once('F40', 'An old takeover is redriven', {
    shows: '`RedriveCount` is not 0',
    holds: 'refused',
    deeds: [{ redrive: true }],
    scenarios: ['redrive', 'never-answers-redriven', 'redriven-then-silent'],
  }),
];
