/** What a principal outside the deployment may make that looks like ours: an instance, an image, a version of the template. */
import { z } from 'zod';
import { DATABASE } from '../strangers/bystander.ts';
import { IMAGE_TAGS, PLANT_DIFFERS, PLANT_ROLES, TEMPLATE_CHANGES, TOKENS } from '../strangers/fault.ts';
import { addTemplateVersion, plantImage, plantReplacement } from '../strangers/plants.ts';
import { aFault, once } from './fault-file.ts';
import { aimed } from './roles.ts';

const TOKEN_WORDS = {
  own: 'a client token of their own',
  running: 'the client token of the running takeover',
  closed: 'the client token of a takeover that has ended',
};

const CHANGE_WORDS = {
  'user-data': 'other user data',
  profile: 'another instance profile',
  'termination-protection': 'DisableApiTermination',
  'second-volume': 'a second volume',
};

export const OF_PLANTS = {
  ...aFault('planted-replacement', {
    says: {
      token: z.enum(TOKENS).default('own'),
      differs: z.enum(PLANT_DIFFERS).optional(),
      generation: z.int().optional(),
      role: z.enum(PLANT_ROLES).optional(),
    },
    ...{ begin: plantReplacement, cast: aimed },
    sentence: ({ token, generation, role }) =>
      `a stranger launches an instance with the tags of ${role === 'ahead' ? 'an early launch' : 'a replacement'}${generation ? ` of generation ${generation}` : ''} and ${TOKEN_WORDS[token]}`,
  }),
  ...aFault('planted-image', {
    says: {
      named: z.enum(['tonight', 'other']).default('other'),
      mark: z.enum(['candidate', 'good', 'failed']).default('good'),
      tags: z.enum(IMAGE_TAGS).default('all'),
    },
    begin: plantImage,
    cast: (said, cast) => ({ ...aimed(said, cast), sourceId: DATABASE.instanceId }),
    sentence: ({ named, mark, tags }) =>
      `a stranger takes an image of another instance, ${named === 'tonight' ? "under tonight's name" : 'under a name of their own'}, tagged ${mark} (tags: ${tags})`,
  }),
  ...aFault('template-version-by-stranger', {
    says: { sets: z.enum(TEMPLATE_CHANGES) },
    ...{ begin: addTemplateVersion, cast: aimed },
    sentence: ({ sets }) => `a stranger adds a version to the launch template: ${CHANGE_WORDS[sets]}`,
  }),
};

export const PLANT_ENTRIES = [
  once('F44', "A stranger's image looks like one of ours", {
    shows: 'the Name of our images, with or without `failover:image`, on an image of another instance',
    holds: 'a takeover launches an image that our rotation made as long as there is one (S26)',
    deeds: [
      { fault: { kind: 'planted-image', named: 'other', mark: 'good', tags: 'no-owner' } },
      { fault: { kind: 'planted-image', named: 'other', mark: 'good', tags: 'name-only' } },
      { fault: { kind: 'planted-image', named: 'tonight', mark: 'candidate', tags: 'all' } },
    ],
    scenarios: [
      ...['stranger-image-without-owner', 'stranger-image-name-only', 'stranger-image-of-tonight'],
      ...['stranger-image-all-tags'],
    ],
  }),
  once('F45', 'A stranger adds a version to the launch template', {
    shows: '`$Latest` with `CreatedBy` of another principal',
    holds: 'nothing is launched from it (S26); it is reverted and notified',
    deeds: [
      { fault: { kind: 'template-version-by-stranger', sets: 'user-data' } },
      { fault: { kind: 'template-version-by-stranger', sets: 'profile' } },
      { fault: { kind: 'template-version-by-stranger', sets: 'termination-protection' } },
      { fault: { kind: 'template-version-by-stranger', sets: 'second-volume' } },
    ],
    scenarios: [
      ...['stranger-template-user-data', 'stranger-template-profile', 'stranger-template-termination-protection'],
      ...['stranger-template-second-volume'],
    ],
  }),
  once('F46', 'A stranger launches an instance that looks like a replacement', {
    shows: 'our tags, the image of the appliance, perhaps a client token of ours; other user data',
    holds: 'it is never adopted, and terminated only where it has the client token of a takeover (S26)',
    deeds: [
      { fault: { kind: 'planted-replacement', token: 'own', generation: 1 } },
      { fault: { kind: 'planted-replacement', token: 'own', generation: 1, role: 'ahead' } },
      { fault: { kind: 'planted-replacement', token: 'closed' } },
      { fault: { kind: 'planted-replacement', token: 'running', generation: 1 } },
      { fault: { kind: 'planted-replacement', token: 'running', differs: 'type', generation: 1 } },
      { fault: { kind: 'planted-replacement', token: 'running', differs: 'volume', generation: 1 } },
      { fault: { kind: 'planted-replacement', token: 'running', differs: 'termination-protection', generation: 1 } },
      { fault: { kind: 'planted-replacement', token: 'running', differs: 'subnet', generation: 1 } },
    ],
    scenarios: [
      ...['stranger-plants-replacement-shortly', 'stranger-plants-replacement-early'],
      ...['stranger-plants-with-running-token', 'stranger-plants-another-type', 'stranger-plants-second-volume'],
      ...['stranger-plants-termination-protection', 'stranger-plants-other-subnet'],
      ...['stranger-plants-with-closed-token', 'stranger-plants-early-launch'],
    ],
  }),
];
