/** Who is believed: two witnesses, a probe that has proven itself, and the grace of a reboot. */
import type { Mutant } from './mutant.ts';

const ASSESS = 'shared/domain/assess.ts';

export const OF_THE_EVIDENCE: Mutant[] = [
  {
    name: 'one witness is enough',
    breaks: 'two witnesses',
    edits: [
      {
        file: ASSESS,
        old: "  return suspect('unconfirmed', `the appliance is silent, and nobody else says that it failed${explaining(evidence)}`);",
        becomes: "  return failed('own probe', explaining(evidence));",
      },
    ],
    hunt: { in: 'scenarios', names: ['isolated-failed-probes', 'guest-reboot'] },
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
        file: 'shared/steps/look.ts',
        old: '',
        becomes: '',
      },
    ],
    hunt: { in: 'scenarios', names: ['prober-cut-off'] },
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
