/** Who asks, and when: the prober's row of failed probes, the alarm beside it, and the grace that counts from the first of them. */
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

const ROW = 'shared/domain/probing/row.ts';
const WITNESSES = 'shared/domain/decision/witnesses.ts';
const DETECTION = 'detection';

export const OF_DETECTION: Mutant[] = [
  {
    name: 'the prober asks after one failed probe',
    breaks: DETECTION,
    overrides: [
      override(ROW, 'questionOf', (original) => (row, patience) => original(row, { ...patience, failures: 1 })),
    ],
    hunt: { in: 'scenarios', names: ['probes-lost-by-turns', 'isolated-failed-probes'] },
  },
  {
    name: 'an answer does not end a row',
    breaks: DETECTION,
    overrides: [override(ROW, 'extended', (original) => (row, probed) => original(row, probed) ?? row)],
    hunt: { in: 'scenarios', names: ['probes-lost-by-turns'] },
  },
  {
    name: 'a row counts although it ended long ago',
    breaks: 'two witnesses',
    overrides: [
      override(
        WITNESSES,
        'probeWord',
        (original) => (testimony, moment) =>
          original(testimony, {
            ...moment,
            trigger: moment.trigger.by === 'prober' ? { ...moment.trigger, at: moment.now } : moment.trigger,
          }),
      ),
    ],
    hunt: { in: 'scenarios', names: ['prober-asked-long-ago'] },
  },
  {
    name: 'the grace counts from the alarm',
    breaks: 'grace',
    overrides: [
      override(WITNESSES, 'probeWord', (original) => (testimony, moment) => {
        const word = original(testimony, moment);
        const alarm = 'read' in testimony.alarms ? testimony.alarms.read.probe : undefined;
        return word.says === 'failing' && alarm?.state === 'alarm' ? { ...word, since: alarm.since } : word;
      }),
    ],
    hunt: { in: 'scenarios', names: ['grace-asked-again'] },
  },
  {
    name: 'the end of a grace is left to the sweep',
    breaks: 'grace',
    overrides: [
      override(
        ROW,
        'questionOf',
        (original) => (row, patience) => original(row, { ...patience, rebootGraceSeconds: 0 }),
      ),
    ],
    hunt: { in: 'scenarios', names: ['grace-asked-again'] },
  },
  {
    name: 'the alarm counts a period in which one probe was answered',
    breaks: DETECTION,
    overrides: [
      override('shared/aws/alarm-definitions.ts', 'probeAlarm', (original) => (...asked) => ({
        ...original(...asked),
        Statistic: 'Maximum',
      })),
    ],
    hunt: { in: 'scenarios', names: ['probes-lost-by-turns'] },
  },
  {
    name: 'the prober asks for nothing: only the alarm does',
    breaks: DETECTION,
    overrides: [override(ROW, 'questionOf', () => () => undefined)],
    hunt: { in: 'scenarios', names: ['alarm-lost-prober-starts'] },
  },
  {
    name: 'the alarm is so patient that it is no second path',
    breaks: DETECTION,
    overrides: [
      override('shared/aws/alarm-definitions.ts', 'probeAlarm', (original) => (...asked) => ({
        ...original(...asked),
        EvaluationPeriods: 100,
        DatapointsToAlarm: 100,
      })),
    ],
    hunt: { in: 'scenarios', names: ['prober-start-denied'] },
  },
];
