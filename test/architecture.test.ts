/** Taste is a test: the import law, the rooms of the outside, and the size of files and functions. */
import { describe, expect, test } from '@jest/globals';
import { KINDS } from '../shared/domain/traffic/kinds.ts';
import { cloudWatchActions } from '../simulator/account/cloudwatch/actions.ts';
import { ec2Actions } from '../simulator/account/ec2/actions.ts';
import { lambdaActions } from '../simulator/account/lambda-service/invoke.ts';
import { quotasActions } from '../simulator/account/service-quotas/get-service-quota.ts';
import { actionsOf } from '../simulator/account/sfn/actions.ts';
import { snsActions } from '../simulator/account/sns/publish.ts';
import { sourceFiles } from './support/source-files.ts';

const files = sourceFiles();

/** Where a file may import from, by the longest prefix of its own path that is listed. */
const LAW: Record<string, string[]> = {
  'functions/': ['shared/lambda.ts', 'shared/steps/'],
  'shared/lambda.ts': ['shared/'],
  'shared/deps.ts': ['shared/aws/clients.ts', 'shared/clock.ts', 'shared/prober.ts', 'shared/domain/'],
  'shared/bundle.ts': ['shared/deps.ts', 'shared/domain/'],
  'shared/prober.ts': ['shared/domain/'],
  'shared/clock.ts': [],
  'shared/config.ts': ['shared/config/', 'shared/domain/', 'shared/clock.ts'],
  'shared/config/': ['shared/config/', 'shared/domain/'],
  'shared/domain/': ['shared/domain/'],
  'shared/aws/': ['shared/aws/', 'shared/domain/'],
  'shared/machines/': ['shared/machines/', 'shared/domain/', 'shared/steps/', 'shared/deps.ts'],
  'shared/steps/': [
    'shared/steps/',
    'shared/aws/',
    'shared/domain/',
    'shared/deps.ts',
    'shared/clock.ts',
    'shared/machines/time-outs.ts',
  ],
  'simulator/': ['simulator/', 'shared/', 'infra/permissions.ts', 'infra/grants/'],
  'cli/': ['cli/', 'simulator/', 'shared/', 'infra/cold-import.ts', 'infra/notices.ts'],
  'infra/': [
    'infra/',
    'shared/aws/endpoints.ts',
    'shared/config.ts',
    'shared/config/',
    'shared/domain/',
    'shared/machines/',
  ],
};

/** The rooms of a house from the bottom to the top; the first has no folder of its own. ARCHITECTURE.md says what is in each. */
const FLOORS: Record<string, string[]> = {
  'shared/domain/': ['', 'probing', 'takeover', 'traffic', 'decision', 'images', 'messages', 'readiness'],
  'shared/steps/': [
    ...['', 'pace', 'provenance', 'world', 'dry-runs', 'traffic', 'line', 'standby', 'failover', 'sweep', 'readiness'],
    ...['rotation', 'takeover', 'prepare', 'people', 'triggers'],
  ],
  'simulator/': ['', 'account', 'checks', 'stories', 'experiments'],
};

/** Empty for what stands directly in the house. */
const roomIn = (house: string, path: string): string => /^([^/]+)\//.exec(path.slice(house.length))?.[1] ?? '';

const longestPrefix = (path: string): string =>
  Object.keys(LAW)
    .filter((prefix) => path.startsWith(prefix))
    .sort((a, b) => b.length - a.length)[0] ?? '';

const isLocal = (name: string): boolean => sourceRooms.some((room) => name.startsWith(room));
const sourceRooms = ['functions/', 'shared/', 'simulator/', 'cli/', 'infra/'];

/** Comments may speak of what code may not do. */
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

type Ban = { what: RegExp; only: string[]; instead: string };

const BANS: Ban[] = [
  {
    what: /process\.env/,
    only: ['shared/bundle.ts', 'shared/config.ts', 'cli/', 'infra/'],
    instead: 'take it from the configuration or from deps.deployment',
  },
  {
    what: /Date\.now\(|new Date\(\)/,
    only: ['shared/clock.ts', 'simulator/account/time/clock.ts', 'cli/'],
    instead: 'take deps.clock',
  },
  {
    what: /\bsetTimeout\(|\bsetInterval\(/,
    only: ['shared/clock.ts', 'shared/prober.ts', 'simulator/account/time/clock.ts', 'cli/'],
    instead: 'take deps.clock.sleep',
  },
  {
    what: /Math\.random/,
    // As the SDK does for its own waits; the simulator seeds it.
    only: ['simulator/random.ts', 'simulator/account/time/clock.ts', 'shared/aws/patient-retries.ts'],
    instead: 'take the seeded world.random',
  },
  { what: /\bconsole\./, only: [], instead: 'take deps.log, or process.stdout in cli/' },
  { what: /\bTODO\b|\bFIXME\b|\bXXX\b/, only: [], instead: 'do it, or open an issue' },
];

describe('the import law', () => {
  test('finds the files that it judges', () => {
    expect(files.length).toBeGreaterThan(80);
  });

  test('no file imports from above itself', () => {
    const broken = files.flatMap(({ path, imports }) =>
      imports
        .filter(isLocal)
        .filter((name) => !(LAW[longestPrefix(path)] ?? []).some((allowed) => name.startsWith(allowed)))
        .map((name) => `${path} may not import ${name}`),
    );
    expect(broken).toEqual([]);
  });

  test('the SDK is known in shared/aws and in the simulator alone', () => {
    const broken = files
      .filter(({ path }) => !path.startsWith('shared/aws/') && !path.startsWith('simulator/'))
      .filter(({ imports }) => imports.some((name) => name.startsWith('@aws-sdk/') || name.startsWith('@smithy/')))
      .map(({ path }) => `${path} imports the SDK: give shared/aws/ a function for it`);
    expect(broken).toEqual([]);
  });

  test('the libraries for terminals are known in cli/ alone: no function carries them', () => {
    const broken = files
      .filter(({ path }) => !path.startsWith('cli/'))
      .filter(({ imports }) => imports.some((name) => ['commander', 'string-width', 'wrap-ansi'].includes(name)))
      .map(({ path }) => `${path} imports a library for terminals: do it in cli/`);
    expect(broken).toEqual([]);
  });

  test.each(Object.entries(FLOORS))('in %s no room imports from a room above it', (house, rooms) => {
    const inside = files.filter(({ path }) => path.startsWith(house));
    expect(inside.map(({ path }) => roomIn(house, path)).filter((room) => !rooms.includes(room))).toEqual([]);
    const level = (path: string): number => rooms.indexOf(roomIn(house, path));
    const broken = inside.flatMap(({ path, imports }) =>
      imports
        .filter((name) => name.startsWith(house) && level(name) > level(path))
        .map((name) => `${path} may not import ${name}: it is in a room above`),
    );
    expect(broken).toEqual([]);
  });

  test('no modules run in a circle, types included', () => {
    expect(circles()).toEqual([]);
  });

  test('every file is imported by another one, or is an entry point', () => {
    const imported = new Set(files.flatMap(({ imports }) => imports));
    const isDoor = (path: string): boolean =>
      path.startsWith('functions/') || path.endsWith('.cjs') || /^(cli|infra)\/[a-z-]+\.ts$/.test(path);
    const dead = files.map(({ path }) => path).filter((path) => !isDoor(path) && !imported.has(path));
    expect(dead).toEqual([]);
  });
});

describe('the rooms of the outside', () => {
  test.each(BANS)('$what stands in its own room only', ({ what, only, instead }) => {
    const broken = files
      .filter(({ path, text }) => what.test(code(text)) && !only.some((room) => path.startsWith(room)))
      .map(({ path }) => `${path}: ${instead}`);
    expect(broken).toEqual([]);
  });
});

describe('the kinds of parts of the traffic', () => {
  const names = Object.values(KINDS).flatMap(({ change }, at) => [change, Object.keys(KINDS)[at]]);
  const name = `'(?:${names.join('|')})'`;
  const decides = new RegExp(`(?:\\bkind\\s*[!=]==|\\bcase)\\s*${name}|${name}\\s*[!=]==.*\\bkind`);

  test('decide nothing by their names outside their own folders: a table with an entry for each does', () => {
    const broken = files
      .filter(({ path }) => !/^(?:shared\/(?:domain|steps)\/traffic|simulator\/experiments\/mutants)\//.test(path))
      .filter(({ text }) => decides.test(code(text)))
      .map(({ path }) => `${path}: use a Record<PartKind, …>`);
    expect(broken).toEqual([]);
  });

  test.each(["kind === 'route'", "case 'move-address':", "'address' !== kind"])('are found in %s', (text) => {
    expect(text).toMatch(decides);
  });
});

describe('the actions of the simulated account', () => {
  const service = {} as Parameters<typeof actionsOf>[0];
  const registries = [ec2Actions, cloudWatchActions, snsActions, lambdaActions, quotasActions, actionsOf(service)];
  const tests = sourceFiles(['test/simulator/account'])
    .map(({ text }) => code(text))
    .join('\n');

  test.each(registries.flatMap((actions) => Object.keys(actions)))('%s has a test that calls it', (action) => {
    expect(tests).toMatch(new RegExp(`new ${action}Command\\(|\\bact\\(service, '${action}'|^ +\\['${action}', `, 'm'));
  });
});

describe('the size of things', () => {
  test('every file says in its first lines what it is for', () => {
    const silent = files
      .filter(({ path }) => !path.startsWith('functions/'))
      .filter(({ text }) => !/^(#!.*\n)?('use strict';\n)?\s*\/\*\*/.test(text))
      .map(({ path }) => path);
    expect(silent).toEqual([]);
  });

  test('no file passes 250 lines, and the middle one stays under 100', () => {
    const lengths = files.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }));
    expect(lengths.filter(({ lines }) => lines > 250)).toEqual([]);
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(100);
  });

  test('no function passes 50 lines', () => {
    expect(files.flatMap(({ path, text }) => longFunctions(path, text))).toEqual([]);
  });
});

/** Functions as the formatter lays them out: they begin and end at the same indentation. */
function longFunctions(path: string, text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, at) => {
    const start =
      /^(\s*)(?:export )?(?:async )?(?:function\b|const \w+ = (?:async )?\(|(?:async )?\w+\(.*\).*\{$)/.exec(line);
    if (!start || !line.trimEnd().endsWith('{')) return [];
    const end = lines.findIndex((candidate, below) => below > at && candidate.startsWith(`${start[1]}}`));
    return end - at > 50 ? [`${path}:${at + 1} is ${end - at} lines long`] : [];
  });
}

function circles(): string[] {
  const importsBy = new Map(files.map(({ path, imports }) => [path, imports.filter(isLocal)]));
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: string[]): void => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
    if (trail.includes(path) || done.has(path)) return;
    for (const next of importsBy.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of importsBy.keys()) visit(path, []);
  return found;
}
