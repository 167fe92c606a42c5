/** What is launched, how often, under which name, and what becomes of it when it is not used. */
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

const LEFTOVER = 'shared/steps/takeover/find-leftover.ts';

const GENERATION = 'failover:generation';

const NONE_LAUNCHED = override(
  'shared/aws/read-instances.ts',
  'readOurInstanceIds',
  (original) => async (clients, asked) => (asked.role === 'replacement' ? [] : original(clients, asked)),
);

export const OF_THE_LAUNCH: Mutant[] = [
  {
    name: 'the client token forgets zone, type and image',
    breaks: 'S6',
    overrides: [
      override(
        'shared/domain/takeover/client-token.ts',
        'launchTokenOf',
        (original) => (launch) => original(launch, { zone: '', instanceType: '', imageId: '' }),
      ),
    ],
    hunt: { in: 'seeds', faults: ['F11', 'F14', 'F1'], aim: 'safety' },
  },
  {
    name: 'every attempt of a launch has another client token',
    breaks: 'S6',
    overrides: [
      override('shared/domain/takeover/client-token.ts', 'launchTokenOf', (original) => (launch, place) => {
        const attempt = String(process.hrtime.bigint());
        return original({ ...launch, executionStart: attempt }, place);
      }),
      NONE_LAUNCHED,
    ],
    hunt: { in: 'seeds', faults: ['F16', 'F1'], aim: 'safety' },
  },
  {
    name: 'what is launched does not say of which generation it is',
    breaks: 'S6',
    overrides: [
      override(
        'shared/aws/blueprint-request.ts',
        'tagSpecifications',
        (original) =>
          ({ [GENERATION]: _, ...tags }) =>
            original(tags),
      ),
    ],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'what an earlier attempt has launched is neither adopted nor given up',
    breaks: 'S4',
    overrides: [NONE_LAUNCHED],
    hunt: { in: 'seeds', faults: ['F22', 'death', 'F11', 'F1'], aim: 'safety', max: 1500 },
  },
  {
    name: 'what an earlier takeover has left is never given up',
    breaks: 'S4',
    overrides: [override('shared/steps/takeover/give-up.ts', 'giveUpSuperfluous', () => async () => undefined)],
    hunt: { in: 'scenarios', names: ['leftovers-given-up'] },
  },
  {
    name: 'what was launched without a response is not looked for at the end',
    breaks: 'S6',
    overrides: [
      override(
        'shared/steps/takeover/late-launches.ts',
        'giveUpLate',
        (original) => (input, late, deps) => original(input, { ...late, ids: [] }, deps),
      ),
    ],
    hunt: { in: 'scenarios', names: ['launched-twice-unheard'] },
  },
  {
    name: 'the next call begins again with the places that have refused',
    breaks: 'L4',
    overrides: [
      override('shared/steps/takeover/ask-placements.ts', 'askPlacements', (original) => (input, { beganAt }, deps) => {
        return original(input, { beganAt, first: 0 }, deps);
      }),
    ],
    hunt: { in: 'scenarios', names: ['launch-refused-many-times'] },
  },
  {
    name: 'a retired instance that runs is as good as a new one',
    breaks: 'S15',
    edits: [
      {
        file: LEFTOVER,
        old: "{ appliance: plan.appliance, role: 'replacement' }",
        becomes: '{ appliance: plan.appliance }',
      },
      {
        file: LEFTOVER,
        old: "tags[TAG.appliance] === appliance && tags[TAG.role] === 'replacement';",
        becomes: 'tags[TAG.appliance] === appliance;',
      },
      {
        file: LEFTOVER,
        old: "if (repeated.launch === 'same' && differs.length === 0) return",
        becomes: 'if (repeated.launch !== undefined && differs.length >= 0) return',
      },
      {
        file: LEFTOVER,
        old: 'if (launchedHere(asking, instance, deps)) {',
        becomes: 'if (instance.id) {',
      },
      {
        file: 'shared/steps/takeover/is-as-planned.ts',
        old: 'placements[0]?.imageId === imageId;',
        becomes: 'imageId.length > 0;',
      },
    ],
    hunt: { in: 'seeds', faults: ['F28', 'F1', 'F10'], aim: 'safety' },
  },
  {
    name: 'a place that refuses is the end of it',
    breaks: 'L1',
    overrides: [override('shared/domain/takeover/placement.ts', 'refusalScope', () => () => undefined)],
    hunt: { in: 'scenarios', names: ['no-capacity-first-type'] },
  },
  {
    name: 'a launch whose answer is lost is taken for refused',
    breaks: 'S6',
    overrides: [
      override(
        'shared/domain/takeover/placement.ts',
        'refusalScope',
        (original) => (code) => original(code) ?? 'placement',
      ),
    ],
    hunt: { in: 'scenarios', names: ['second-image-after-lost-answer', 'requests-lost', 'requests-arrive-late'] },
  },
  {
    name: 'an image outside of the plan is launched',
    breaks: 'S13',
    overrides: [
      override('shared/aws/launch.ts', 'launch', (original) => (clients, { placement, ...request }) => {
        const taken = Object.entries(request.plan).find(([key]) => key === 'imagesTakenAt')?.[1];
        const imageId = Object.keys(Object(taken)).at(-1) ?? '';
        return original(clients, { ...request, placement: { ...placement, imageId } });
      }),
      override(
        'shared/domain/takeover/placement.ts',
        'placementsOf',
        (original) => (choice) => original({ ...choice, images: choice.images.slice(0, 1) }),
      ),
    ],
    hunt: { in: 'seeds', faults: ['F1'], aim: 'safety' },
  },
  {
    name: 'a replacement that cannot be looked at is dead',
    breaks: 'S3',
    edits: [
      {
        file: 'shared/steps/takeover/await-replacement.ts',
        old: "const unreadable = last?.reading === 'unreadable' ? last : undefined;",
        becomes: "const unreadable = last?.reading === 'unreadable' && waitedSeconds < 0 ? last : undefined;",
      },
    ],
    hunt: { in: 'scenarios', names: ['replacement-unreadable'] },
  },
  {
    name: 'a replacement that had some of the traffic is deleted by the takeover that finishes the move with another',
    breaks: 'S13',
    overrides: [
      override('shared/steps/takeover/find-leftover.ts', 'findLeftovers', (original) => ({ plan, ...asking }, deps) => {
        const finish = plan.finish && { ...plan.finish, passedOver: [] };
        return original({ ...asking, plan: { ...plan, finish } }, deps);
      }),
    ],
    hunt: { in: 'scenarios', names: ['passed-over-is-kept'] },
  },
  {
    name: 'what the takeover of another appliance has launched is taken for its own',
    breaks: 'S3',
    edits: [
      { file: 'shared/aws/read-instances.ts', old: '    [TAG.appliance]: [appliance],\n', becomes: '' },
      {
        file: LEFTOVER,
        old: "tags[TAG.appliance] === appliance && tags[TAG.role] === 'replacement';",
        becomes: "appliance.length > 0 && tags[TAG.role] === 'replacement';",
      },
      {
        file: LEFTOVER,
        old: 'if (launchedHere(asking, instance, deps)) {',
        becomes: 'if (instance.id) {',
      },
      {
        file: LEFTOVER,
        old: "if (repeated.launch === 'same' && differs.length === 0) return",
        becomes: 'if (repeated.launch !== undefined && differs.length >= 0) return',
      },
    ],
    hunt: { in: 'scenarios', names: ['neighbour-lost-as-well'], seeds: 24 },
  },
];
