/** Who is believed: two witnesses, a probe that has proven itself, and the grace of a reboot. */
import type { Mutant } from './mutant.ts';

const ASSESS = 'shared/domain/assess.ts';

export const OF_THE_EVIDENCE: Mutant[] = [
  {
    name: 'one witness is enough when we cannot look for ourselves',
    breaks: 'two witnesses',
    edits: [
      {
        file: ASSESS,
        old: "      return suspect('unconfirmed', 'this prober is cut off, so silence says nothing');",
        becomes: "      return failed('somebody says so', 'and we are cut off');",
      },
    ],
    hunt: { in: 'scenarios', names: ['prober-cut-off'] },
  },
  {
    name: 'what the sweep sees is not written down once an alarm has said it',
    breaks: 'L1',
    edits: [
      {
        file: 'shared/steps/sweep/raise.ts',
        old: 'return mute ? raiseDarkness(suspect, why, deps) : {',
        becomes: 'return {',
      },
      {
        file: 'shared/steps/sweep/raise.ts',
        old: 'mute && (await silentSince(suspect, looked.verdict, deps))',
        becomes: 'mute && undefined',
      },
    ],
    hunt: { in: 'scenarios', names: ['prober-stops-after-its-alarm'] },
  },
  {
    name: 'the alarm alone moves the traffic',
    breaks: 'two witnesses',
    edits: [
      {
        file: ASSESS,
        old: "      return { health: 'healthy', detail: 'the appliance answers' };",
        becomes: "      return failed('somebody asked', 'that is enough');",
      },
    ],
    hunt: { in: 'scenarios', names: ['false-alarm'] },
  },
  {
    name: 'a prober that is cut off says that the appliance failed',
    breaks: 'two witnesses',
    edits: [
      {
        file: 'shared/domain/probing.ts',
        old: 'return reference.answered && answers.some(',
        becomes: 'return reference && answers.some(',
      },
    ],
    hunt: { in: 'scenarios', names: ['prober-cut-off-ten-minutes', 'prober-cut-off'] },
  },
  {
    name: 'a probe that has never got in votes all the same',
    breaks: 'probation',
    edits: [
      {
        file: ASSESS,
        old: 'return evidence.probeProven ? assessSilence(evidence, policy) : assessUnproven(evidence, policy);',
        becomes: 'return evidence ? assessSilence(evidence, policy) : assessUnproven(evidence, policy);',
      },
      {
        file: 'shared/domain/witnesses.ts',
        old: "  if (!moment.proven) return unknown('the probe has not proven itself');\n",
        becomes: '',
      },
    ],
    hunt: { in: 'scenarios', names: ['probe-blocked-from-day-one'] },
  },
  {
    name: 'a reboot is a failure',
    breaks: 'grace',
    edits: [
      {
        file: ASSESS,
        old: '  if (!grace || grace.until <= now) return failure;\n',
        becomes: '  if (grace) return failure;\n  if (!grace) return failure;\n',
      },
    ],
    hunt: { in: 'scenarios', names: ['firmware-reboot-sophos'] },
  },
];
