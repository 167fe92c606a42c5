/** What a stranger does, as a sentence for the timeline. */
import type { ByStranger } from './cast-stranger.ts';

type Sentences = { [Kind in ByStranger['kind']]: (fault: Extract<ByStranger, { kind: Kind }>) => string };

const PLANS = {
  empty: 'with {} as its input',
  rehearsed: 'with the plan of a rehearsal',
  copied: 'with a copy of a genuine plan',
  altered: 'with a genuine plan aimed at a machine of theirs',
  stale: 'with the plan of a takeover that has ended',
};

const NAMED = {
  next: 'under the next name',
  beside: 'under the next name while a genuine one runs',
  other: 'under a name of their own',
};

const TOKENS = {
  own: 'a client token of their own',
  running: 'the client token of the running takeover',
  closed: 'the client token of a takeover that has ended',
};

const CHANGES = {
  'user-data': 'other user data',
  profile: 'another instance profile',
  'termination-protection': 'DisableApiTermination',
  'second-volume': 'a second volume',
};

const written = (tags: Record<string, string>): string =>
  Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');

export const BY_STRANGERS: Sentences = {
  'tag-by-stranger': ({ on, tags, removes }) => {
    const removed = removes && ` and removes ${removes.join(', ') || 'every tag'}`;
    return `a stranger tags ${on} with ${written(tags) || 'nothing'}${removed ?? ''}`;
  },
  'plan-by-stranger': ({ plan, named, everySeconds, times }) =>
    `a stranger starts a takeover ${NAMED[named]}, ${PLANS[plan]}${everySeconds ? `, ${times ?? 1} times, every ${everySeconds} s` : ''}`,
  'step-invoked-by-stranger': ({ functionName, claims }) =>
    `a stranger invokes ${functionName}, ${claims === 'nothing' ? 'for no execution' : `as if for a ${claims} takeover`}`,
  'planted-replacement': ({ token, generation }) =>
    `a stranger launches an instance with the tags of a replacement${generation ? ` of generation ${generation}` : ''} and ${TOKENS[token]}`,
  'planted-image': ({ named, mark, tags }) =>
    `a stranger takes an image of another instance, ${named === 'tonight' ? "under tonight's name" : 'under a name of their own'}, tagged ${mark} (tags: ${tags})`,
  'template-version-by-stranger': ({ sets }) => `a stranger adds a version to the launch template: ${CHANGES[sets]}`,
};
