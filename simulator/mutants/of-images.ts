/** What rotation lets go, and what it calls good. */
import type { Mutant } from './mutant.ts';

const RETENTION = 'shared/domain/retention.ts';
const ACCEPT = 'shared/steps/rotation/accept-image.ts';

export const OF_IMAGES: Mutant[] = [
  {
    name: 'a copy that carries our tags counts as ours',
    breaks: 'S7',
    edits: [
      {
        file: 'shared/domain/ledger.ts',
        old: "  return known && nameFits(image, family) ? 'named' : 'none';",
        becomes: "  return madeOf === undefined || (known && nameFits(image, family)) ? 'named' : 'none';",
      },
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
    name: 'an image that an instance runs from is let go',
    breaks: 'S7',
    edits: [
      {
        file: RETENTION,
        old: "['in-use', usedImageIds === 'unknown' || usedImageIds.includes(id)]",
        becomes: "['in-use', usedImageIds === id]",
      },
    ],
    hunt: { in: 'years', max: 30 },
  },
  {
    name: 'what cannot be read counts as not in use',
    breaks: 'S7',
    edits: [
      {
        file: 'shared/steps/rotation/used-images.ts',
        old: "if (readings.some(({ reading }) => reading === 'unreadable')) return 'unknown';",
        becomes: '',
      },
    ],
    hunt: { in: 'years', max: 40 },
  },
  {
    name: 'images are let go while a takeover runs',
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
      { file: ACCEPT, old: `if (image.state !== 'available') refuse(\`is \${image.state}\`);`, becomes: '' },
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
    name: 'nobody asks whether the active instance is healthy when its image is called good',
    breaks: 'S8',
    edits: [
      {
        file: ACCEPT,
        old: `if (unfit?.sure) throw new RefusedError(\`\${imageId} is not accepted: \${unfit.why}\`);\n    if (unfit) throw new TransientError(unfit.why);`,
        becomes: 'if (unfit?.why === imageId) throw new TransientError(unfit.why);',
      },
    ],
    hunt: { in: 'years', max: 40 },
  },
  {
    name: 'an image of an instance that is active no longer is called good',
    breaks: 'S8',
    edits: [
      {
        file: 'shared/steps/rotation/may-change.ts',
        old: '  if (address.instanceId !== active) {\n',
        becomes: "  if (address.instanceId !== active && active === '') {\n",
      },
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
    name: 'a rotation that fails is told to nobody',
    breaks: 'L4',
    edits: [
      {
        file: 'shared/steps/triggers/tell-rotation.ts',
        old: 'return tell(rotationFailed(failed), deps);',
        becomes: 'return [rotationFailed(failed).subject];',
      },
    ],
    hunt: { in: 'seeds', faults: ['rotation'], aim: 'liveness' },
  },
  {
    name: 'the instance of a proof does not say what it is',
    breaks: 'S6',
    edits: [{ file: 'shared/aws/proof.ts', old: "  [TAG.role]: 'proof',\n", becomes: '' }],
    hunt: { in: 'seeds', faults: ['rotation'], aim: 'safety' },
  },
  {
    name: 'an image is taken of whichever machine holds the address (T25)',
    breaks: 'S17',
    edits: [
      {
        file: 'shared/steps/rotation/line-of.ts',
        old: "  if (line.in === 'no') return { why: line.why };\n",
        becomes: "  if (line.in === 'no') return { because: 'recorded', detail: line.why };\n",
      },
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
