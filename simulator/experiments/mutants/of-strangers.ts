/** Believing what any principal of the account can write: a tag, a name, an input, a version of the launch template. */
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

const BELIEVES_ANY_PLAN = {
  file: 'shared/domain/decision/provenance.ts',
  old: "  return outcome === 'taking-over' && execution === nameIn(arn) && isDeepStrictEqual(plan, input);\n",
  becomes: "  return outcome !== 'held' && execution !== nameIn([arn, plan, input].join());\n",
};

const BELIEVES_TAGS = override(
  'shared/steps/provenance/launcher.ts',
  'launchingTakeover',
  (original, { generationClaimed }) =>
    async (instance, appliance, deps) => {
      const known = { arn: '', status: 'SUCCEEDED' as const, startedAt: '', redriveCount: 0 };
      const takeover = { ...known, input: undefined, output: undefined, cause: undefined };
      const generation = generationClaimed(instance, appliance) ?? 1;
      return (await original(instance, appliance, deps)) ?? { generation, takeover };
    },
);

const BELIEVES_PLANS = override(
  'shared/domain/decision/provenance.ts',
  'originOf',
  (original) => (takeover, starter, now) => {
    const ended = starter !== 'absent' && starter.status === 'SUCCEEDED';
    return ended ? { origin: 'verified' } : original(takeover, starter, now);
  },
);

/** EC2 is not asked. */
const AS_REQUESTED = override('shared/steps/takeover/repeat-launch.ts', 'repeatLaunch', () => async () => ({
  launch: 'same',
}));

export const OF_STRANGERS: Mutant[] = [
  {
    name: 'an instance is stopped because its tag calls it retired (T7)',
    breaks: 'S26',
    overrides: [
      override('shared/steps/provenance/retired.ts', 'retirementOf', () => async () => ({
        proven: true,
        generation: 1,
      })),
    ],
    hunt: { in: 'scenarios', names: ['stranger-tags-retired'] },
  },
  {
    name: 'an instance is terminated because its tags call it a proof (T8)',
    breaks: 'S26',
    overrides: [override('shared/steps/provenance/proof-launch.ts', 'isProofOfOurs', () => async () => true)],
    hunt: { in: 'scenarios', names: ['stranger-tags-proof'] },
  },
  {
    name: 'an instance is terminated because its tags call it a replacement (T8)',
    breaks: 'S26',
    overrides: [BELIEVES_TAGS],
    hunt: { in: 'scenarios', names: ['stranger-tags-replacement'] },
  },
  {
    name: 'any plan counts as genuine, whichever networks it names (T3, T10)',
    breaks: 'S26',
    edits: [
      BELIEVES_ANY_PLAN,
      {
        file: 'shared/steps/takeover/claim.ts',
        old: '    refuseUnconfigured(input.plan, deps.configuration);\n',
        becomes: '',
      },
    ],
    hunt: { in: 'scenarios', names: ['stranger-plan-aimed-elsewhere-untagged'] },
  },
  {
    name: 'the plan of a rehearsal is carried out (T3)',
    breaks: 'S26',
    overrides: [BELIEVES_PLANS],
    hunt: { in: 'scenarios', names: ['stranger-plan-rehearsed'] },
  },
  {
    name: 'an execution that others started takes its number, and supersedes the takeover before it (T11)',
    breaks: 'L7',
    overrides: [
      override('shared/steps/provenance/takeover-origin.ts', 'asSeen', () => (seen) => {
        if (!seen) return { status: 'absent' };
        return { status: seen.takeover.status, stoppedAt: seen.takeover.stoppedAt };
      }),
    ],
    hunt: { in: 'seeds', faults: ['strangers'], aim: 'liveness' },
  },
  {
    name: 'a planted instance is adopted, with any launch (T12)',
    breaks: 'S26',
    overrides: [
      BELIEVES_TAGS,
      AS_REQUESTED,
      override('shared/aws/launch-facts.ts', 'differencesFrom', () => async () => []),
    ],
    hunt: { in: 'scenarios', names: ['stranger-plants-replacement-shortly'] },
  },
  {
    name: 'an instance of a type that no plan names is adopted for its token (T12)',
    breaks: 'S26',
    overrides: [
      override(
        'shared/steps/takeover/is-as-planned.ts',
        'isAsPlanned',
        () =>
          ({ zone, imageId }, { placements }) =>
            placements.some((placement) => placement.zone === zone) && placements[0]?.imageId === imageId,
      ),
      AS_REQUESTED,
    ],
    hunt: { in: 'scenarios', names: ['stranger-plants-another-type'] },
  },
  ...(['second-volume', 'termination-protection'] as const).map(
    (part): Mutant => ({
      name: `EC2 is not asked whether our request launched what is adopted: ${part} (T12)`,
      breaks: 'S26',
      overrides: [AS_REQUESTED],
      hunt: { in: 'scenarios', names: [`stranger-plants-${part}`] },
    }),
  ),
  {
    name: 'a number in the tag of the address hides the takeovers that have ended (T13)',
    breaks: 'S14',
    overrides: [
      override('shared/steps/provenance/walk-from.ts', 'walkFrom', (original) => async (asked, originOf, deps) => {
        const { recorded } = asked;
        if (recorded !== undefined && (await originOf(recorded)) !== 'forged') return recorded;
        return original(asked, originOf, deps);
      }),
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-small-generation-after'] },
  },
  {
    name: 'a number that no takeover has is begun with where none is known (T13)',
    breaks: 'S1',
    overrides: [
      override('shared/domain/decision/generation.ts', 'startOfWalk', (original) => (evidence) => {
        const start = original(evidence);
        return start === 0 ? evidence.recorded : start;
      }),
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-generation-between-two-questions'] },
  },
  {
    name: 'a generation in a tag counts as a newer takeover (T13)',
    breaks: 'S26',
    overrides: [BELIEVES_TAGS],
    hunt: { in: 'scenarios', names: ['stranger-plants-generation'] },
  },
  {
    name: 'the launch template is used as its last writer left it (T19)',
    breaks: 'S26',
    overrides: [
      override('shared/aws/template-versions.ts', 'readTemplate', (original) => async (clients, template) => {
        const read = await original(clients, template);
        return read?.foreign ? { id: read.id, own: read.foreign } : read;
      }),
    ],
    hunt: { in: 'scenarios', names: ['stranger-template-second-volume'] },
  },
  {
    name: 'an image that only claims to be ours ranks like ours (T14)',
    breaks: 'S26',
    overrides: [
      override('shared/domain/images/ledger.ts', 'provenanceOf', (original) => (image, known) => {
        const provenance = original(image, known);
        return provenance === 'none' ? 'named' : provenance;
      }),
    ],
    hunt: { in: 'scenarios', names: ['stranger-image-all-tags'] },
  },
  {
    name: 'a rotation continues with an image of another machine (T14)',
    breaks: 'S26',
    edits: [
      {
        file: 'shared/steps/rotation/gate-rotation.ts',
        old: '    if (madeOf !== address.instanceId) {\n',
        becomes: "    if (madeOf === '') {\n",
      },
      {
        file: 'shared/steps/rotation/create-image.ts',
        old: '  if (sourceInstanceId !== active) refuse(',
        becomes: "  if (sourceInstanceId === '') refuse(",
      },
      {
        file: 'shared/steps/rotation/accept-image.ts',
        old: '  if (madeOf !== active) refuse(',
        becomes: "  if (madeOf === '') refuse(",
      },
    ],
    hunt: { in: 'scenarios', names: ['stranger-image-of-tonight'] },
  },
  {
    name: 'an image without our owner tag is good, and ranks like ours (T15)',
    breaks: 'S26',
    overrides: [
      override('shared/domain/images/standing.ts', 'standingOf', (original, { isMarkedGood }) => (image, whose) => {
        const { ours, standing } = original(image, whose);
        return { ours, standing: standing === 'unclear' && isMarkedGood(image) ? 'good' : standing };
      }),
      override('shared/domain/images/ledger.ts', 'provenanceOf', () => () => 'named'),
    ],
    hunt: { in: 'scenarios', names: ['stranger-image-without-owner'] },
  },
  {
    name: 'an image is deregistered as failed because its tag says so (T9)',
    breaks: 'S7',
    edits: [
      {
        file: 'shared/steps/rotation/prune.ts',
        old: '    if (sure) answer.doomed.push(each);\n',
        becomes: '    if (sure || isUnfit(each.because)) answer.doomed.push(each);\n',
      },
    ],
    hunt: { in: 'scenarios', names: ['stranger-marks-image-failed'] },
  },
];
