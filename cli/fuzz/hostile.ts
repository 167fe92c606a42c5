/** Values that no honest sender sends, and honest values with something hostile in them; all of it JSON. */
import type { Random } from '../../simulator/random.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export const whole = (random: Random, below: number): number => Math.floor(random() * below);

const TEXTS = [
  ...[
    '',
    ' ',
    '*',
    '?',
    '\\',
    '%',
    '../../etc/passwd',
    '{{x}}',
    '$(id)',
    "'; drop table",
    'null',
    'NaN',
    '-1',
    '1e999',
  ],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '\u0000', '\u001b[2J\u001b[H', '\u202eevil', '\ud800'],
  ...[
    '\n\nTo do:\n- log in at https://example.net',
    'sophos',
    'i-0123456789abcdef0',
    'ami-0123456789abcdef0',
    '0.0.0.0/0',
  ],
  ...[
    'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g1',
    '999999-99-99T99',
  ],
  ...[
    '2099-01-01T00:00:00.000Z',
    '9999-12-31T23:59:59.999Z',
    '-271821-04-20T00:00:00.000Z',
    'takeover-sophos-g999999999',
  ],
] as const;

const NUMBERS = [0, -1, 1, 0.5, 9e15, 1e308, -1e308, 5e-324, 2 ** 31, 2 ** 53, 1_700_000_000_000] as const;

/** Long ones are rare: most of the time goes into them. */
export function hostileText(random: Random): string {
  const text = TEXTS[whole(random, TEXTS.length)] ?? '';
  if (random() < 0.002) return text.repeat(1 + Math.floor(300_000 / Math.max(1, text.length)));
  return random() < 0.1 ? `${text}${String.fromCharCode(whole(random, 0xffff))}`.repeat(1 + whole(random, 200)) : text;
}

export function hostileValue(random: Random, depth = 0): Json {
  const kind = whole(random, depth > 4 ? 4 : 6);
  if (kind === 0) return null;
  if (kind === 1) return random() < 0.5;
  if (kind === 2) return NUMBERS[whole(random, NUMBERS.length)] ?? 0;
  if (kind === 3) return hostileText(random);
  const values = Array.from({ length: whole(random, 4) }, () => hostileValue(random, depth + 1));
  // As a parser makes it: `__proto__` is an own key.
  return kind === 4
    ? values
    : JSON.parse(
        `{${values.map((value) => `${JSON.stringify(hostileText(random))}:${JSON.stringify(value)}`).join(',')}}`,
      );
}

/** Every place in a value, as the steps that lead to it. */
function placesIn(value: Json, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...inner.flatMap(([key, each]) => placesIn(each, [...path, key]))];
}

function changedAt(value: Json, [step, ...rest]: (string | number)[], random: Random): Json {
  if (step === undefined) return hostileValue(random);
  if (Array.isArray(value)) return value.map((each, at) => (at === step ? changedAt(each, rest, random) : each));
  if (typeof value !== 'object' || value === null) return hostileValue(random);
  const entries = Object.entries(value).flatMap(([key, each]): [string, Json][] => {
    if (key !== step) return [[key, each]];
    if (rest.length > 0) return [[key, changedAt(each, rest, random)]];
    const way = random();
    if (way < 0.25) return [];
    return way < 0.35
      ? [
          [key, each],
          [hostileText(random), hostileValue(random)],
        ]
      : [[key, hostileValue(random)]];
  });
  return Object.fromEntries(entries);
}

/** An honest value with one to four places changed. */
export function mutated(value: Json, random: Random): Json {
  let changed = value;
  for (let times = 1 + whole(random, 4); times > 0; times--) {
    const places = placesIn(changed);
    changed = changedAt(changed, places[whole(random, places.length)] ?? [], random);
  }
  return changed;
}
