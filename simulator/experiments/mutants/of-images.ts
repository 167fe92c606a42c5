/** What rotation prunes, and what it calls good. */
import type { Modules } from './modules.ts';
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

const ROLE = 'failover:role';

type KeptBecause = ReturnType<Modules['shared/domain/images/retention.ts']['retention']>['keep'][number]['because'];

/** A rule keeps nothing: what no other rule keeps is pruned. */
const withoutRule = (rule: KeptBecause[number]) =>
  override('shared/domain/images/retention.ts', 'retention', (original) => (question) => {
    const { keep, prune, ...answer } = original(question);
    const left = keep.map(({ id, because }) => ({ id, because: because.filter((each) => each !== rule) }));
    const gone = left.filter(({ because }) => because.length === 0).map(({ id }) => id);
    return {
      ...answer,
      keep: left.filter(({ id }) => !gone.includes(id)),
      prune: [...prune, ...gone.map((id) => ({ id, because: 'superseded' as const }))],
    };
  });

export const OF_IMAGES: Mutant[] = [
  {
    name: 'a copy that carries our tags counts as ours',
    breaks: 'S7',
    overrides: [
      override('shared/domain/images/ledger.ts', 'provenanceOf', (original) => (image, known) => {
        const provenance = original(image, known);
        return provenance === 'none' && image.sourceInstanceId === undefined ? 'named' : provenance;
      }),
    ],
    hunt: { in: 'years', max: 30 },
  },
  {
    name: 'the newest good images are no exception when images become too old',
    breaks: 'S7',
    overrides: [withoutRule('newest-good')],
    hunt: { in: 'years', max: 30 },
  },
  {
    name: 'the newest proven image is no exception',
    breaks: 'S7',
    overrides: [withoutRule('newest-proven')],
    hunt: { in: 'years', max: 30 },
  },
  {
    name: 'an image that an instance runs from is pruned',
    breaks: 'S7',
    overrides: [
      override(
        'shared/domain/images/retention.ts',
        'retention',
        (original) => (question) => original({ ...question, usedImageIds: [] }),
      ),
    ],
    hunt: { in: 'years', max: 30 },
  },
  {
    name: 'what cannot be read counts as not in use',
    breaks: 'S7',
    overrides: [
      override('shared/steps/rotation/used-images.ts', 'readUsedImageIds', (original) => async (...asked) => {
        const used = await original(...asked);
        return used === 'unknown' ? [] : used;
      }),
    ],
    hunt: { in: 'years', max: 40 },
  },
  {
    name: 'images are pruned while a takeover runs',
    breaks: 'S7',
    overrides: [
      // Asked by `mayChange` and by the gate, which then holds for a takeover that has just ended.
      override('shared/steps/rotation/takeover-near.ts', 'takeoverNear', (original) => async (...asked) => ({
        ...(await original(...asked)),
        running: false,
      })),
    ],
    hunt: { in: 'years', max: 40 },
  },
  {
    name: 'an image is called good while EC2 still makes it',
    breaks: 'S8',
    overrides: [
      override('shared/aws/read-images.ts', 'readImage', (original) => async (...asked) => {
        const image = await original(...asked);
        return image?.state === 'pending' ? { ...image, state: 'available' } : image;
      }),
      // EC2 launches no proof from it.
      override('shared/domain/images/rotation.ts', 'proofIsDue', () => () => false),
    ],
    hunt: { in: 'scenarios', names: ['rotation-night'] },
  },
  {
    name: 'the health of the active instance is not read when its image is called good',
    breaks: 'S8',
    overrides: [override('shared/steps/rotation/why-unhealthy.ts', 'whyUnhealthy', () => async () => undefined)],
    hunt: { in: 'years', max: 40 },
  },
  {
    name: 'an image of an instance that is active no longer is called good',
    breaks: 'S8',
    overrides: [
      override(
        'shared/steps/rotation/may-change.ts',
        'mayChangeFor',
        (_original, { mayChange }) =>
          (_active, appliance, deps) =>
            mayChange(appliance, deps),
      ),
    ],
    hunt: { in: 'years', max: 40 },
  },
  {
    name: 'as many as are wished are kept only as far as a takeover chooses among them',
    breaks: 'S7',
    overrides: [withoutRule('last')],
    hunt: { in: 'seeds', faults: ['rotation'], aim: 'safety' },
  },
  {
    name: 'a rotation that fails is not notified',
    breaks: 'L4',
    overrides: [
      override(
        'shared/steps/triggers/tell-rotation.ts',
        'tellRotation',
        (original) => async (change, deps) =>
          ['RUNNING', 'SUCCEEDED'].includes(change.status) ? original(change, deps) : [],
      ),
    ],
    hunt: { in: 'seeds', faults: ['rotation'], aim: 'liveness' },
  },
  {
    name: 'the instance of a proof does not say what it is',
    breaks: 'S6',
    overrides: [
      override(
        'shared/aws/blueprint-request.ts',
        'tagSpecifications',
        (original) =>
          ({ [ROLE]: role, ...tags }) =>
            original(role === undefined || role === 'proof' ? tags : { ...tags, [ROLE]: role }),
      ),
    ],
    hunt: { in: 'seeds', faults: ['rotation'], aim: 'safety' },
  },
  {
    name: 'an image is taken of whichever machine holds the address (T25)',
    breaks: 'S17',
    overrides: [
      override('shared/steps/rotation/line-of.ts', 'lineOf', (original) => async (candidate, deps) => {
        const line = await original(candidate, deps);
        return 'why' in line ? { because: 'recorded', detail: line.why } : line;
      }),
      override('shared/steps/rotation/line-of.ts', 'refuseOutOfLine', () => async () => undefined),
    ],
    hunt: { in: 'scenarios', names: ['blank-machine-never-imaged'] },
  },
  {
    name: 'the last image of an earlier line is no exception (T26)',
    breaks: 'S18',
    overrides: [withoutRule('last-of-line')],
    hunt: { in: 'scenarios', names: ['old-line-kept'] },
  },
  {
    name: 'an instance that holds the address counts as if it had held it for long (T23)',
    breaks: 'S17',
    overrides: [
      override('shared/steps/line/read-line.ts', 'readLine', (original) => async (asked, deps) => {
        const { line, ...read } = await original(asked, deps);
        const holds = asked.address.instanceId === asked.instanceId;
        return holds && line.in === 'no'
          ? { ...read, line: { in: 'yes', because: 'answers', detail: '' } }
          : { ...read, line };
      }),
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-proves-machine'] },
  },
];
