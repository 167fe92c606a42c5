/** Who is believed: two witnesses, a probe that has proven itself, and the grace of a reboot. */
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

export const OF_THE_EVIDENCE: Mutant[] = [
  {
    name: 'one witness is enough when we cannot look for ourselves',
    breaks: 'two witnesses',
    overrides: [
      override('shared/domain/decision/assess.ts', 'assess', (original) => (evidence, policy) => {
        const assessment = original(evidence, policy);
        const blind = assessment.health === 'suspect' && evidence.probe === 'unknown';
        return blind ? { health: 'failed', witnesses: ['one alarm', 'and we are cut off'] } : assessment;
      }),
    ],
    hunt: { in: 'scenarios', names: ['prober-cut-off'] },
  },
  {
    name: 'what the sweep sees is not written down once an alarm has said it',
    breaks: 'L1',
    overrides: [
      override('shared/steps/sweep/raise.ts', 'raise', (original) => ({ suspicion, ...suspect }, deps) => {
        if (suspicion.suspects !== 'silence') return original({ ...suspect, suspicion }, deps);
        const { mute: _, ...heard } = suspicion;
        return original({ ...suspect, suspicion: heard }, deps);
      }),
    ],
    hunt: { in: 'scenarios', names: ['prober-stops-after-its-alarm'] },
  },
  {
    name: 'the alarm alone moves the traffic',
    breaks: 'two witnesses',
    overrides: [
      override('shared/domain/decision/assess.ts', 'assess', (original) => (evidence, policy) => {
        const assessment = original(evidence, policy);
        return assessment.health === 'healthy'
          ? { health: 'failed', witnesses: ['an alarm', 'is enough'] }
          : assessment;
      }),
    ],
    hunt: { in: 'scenarios', names: ['false-alarm'] },
  },
  {
    name: 'a prober that is cut off says that the appliance failed',
    breaks: 'two witnesses',
    overrides: [
      override(
        'shared/domain/probing/probing.ts',
        'verdictOf',
        (original) => (answers) => original(answers, { answered: true }),
      ),
    ],
    hunt: { in: 'scenarios', names: ['prober-cut-off-ten-minutes', 'prober-cut-off'] },
  },
  {
    name: 'a probe that has never got in votes all the same',
    breaks: 'probation',
    overrides: [
      override(
        'shared/domain/decision/assess.ts',
        'assess',
        (original) => (evidence, policy) => original({ ...evidence, probeProven: true }, policy),
      ),
      override(
        'shared/domain/decision/witnesses.ts',
        'probeWord',
        (original) => (testimony, moment) => original(testimony, { ...moment, proven: true }),
      ),
    ],
    hunt: { in: 'scenarios', names: ['probe-blocked-from-day-one'] },
  },
  {
    name: 'a reboot is a failure',
    breaks: 'grace',
    overrides: [override('shared/domain/decision/grace.ts', 'graceFrom', () => () => undefined)],
    hunt: { in: 'scenarios', names: ['firmware-reboot-sophos'] },
  },
];
