/** What rotation prunes, and what it calls good. */
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

const RETENTION = 'shared/domain/images/retention.ts';
const ACCEPT = 'shared/steps/rotation/accept-image.ts';

const ROLE = 'failover:role';

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
    edits: [
      { file: RETENTION, old: "['newest-good', good.slice(0, NEWEST_KEPT_MIN)]", becomes: "['newest-good', []]" },
    ],
    hunt: { in: 'years', max: 30 },
  },
  {
    name: 'the newest proven image is no exception',
    breaks: 'S7',
    edits: [{ file: RETENTION, old: "['newest-proven', newestProven]", becomes: "['newest-proven', []]" }],
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
    edits: [
      {
        file: 'shared/steps/rotation/may-change.ts',
        old: '  if (running) throw new GaveWayError(',
        becomes: '  if (running && owner === undefined) throw new GaveWayError(',
      },
    ],
    hunt: { in: 'years', max: 40 },
  },
  {
    name: 'an image is called good while EC2 still makes it',
    breaks: 'S8',
    edits: [
      {
        file: 'shared/steps/rotation/await-image.ts',
        old: "    if (state === 'available') {\n",
        becomes:
          "    if (state === 'pending') return { state: 'available', availableAt: now, waitSeconds: 0, detail };\n    if (state === 'available') {\n",
      },
      { file: ACCEPT, old: `if (state !== 'available') refuse(\`is \${state}\`);`, becomes: '' },
      {
        file: 'shared/steps/rotation/launch-proof.ts',
        old: "if (image?.state !== 'available') throw",
        becomes: 'if (!image) throw',
      },
      {
        file: 'shared/steps/rotation/gate-rotation.ts',
        old: 'const prove = wish.prove ?? (await isDue(appliance, deps));',
        becomes: 'const prove = wish.prove === (await isDue(appliance, deps));',
      },
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
    edits: [{ file: RETENTION, old: "    ['last', wished.last],\n", becomes: '' }],
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
    edits: [{ file: RETENTION, old: "['last-of-line', lastOfLines(good, wishes)]", becomes: "['last-of-line', []]" }],
    hunt: { in: 'scenarios', names: ['old-line-kept'] },
  },
  {
    name: 'an instance that holds the address counts as if it had held it for long (T23)',
    breaks: 'S17',
    edits: [
      {
        file: 'shared/steps/line/read-line.ts',
        old: 'const watched = await readWatched(appliance, deps);',
        becomes: 'const watched = { ...(await readWatched(appliance, deps)), instanceId, configuredAt: from };',
      },
    ],
    hunt: { in: 'scenarios', names: ['stranger-address-proves-machine'] },
  },
];
