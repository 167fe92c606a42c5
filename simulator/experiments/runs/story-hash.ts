/** What a story was, as two short hashes: of all that was asked of the account, and of what came of it. No sentence counts. */
import { createHash } from 'node:crypto';
import type { World } from '../../account/world.ts';
import type { Report } from '../../stories/report.ts';
import { ruleOf } from './rule.ts';

/** Sentences have blanks, and codes, ids and instants have none. */
const isSentence = (text: string): boolean => /\s/.test(text);

/** The SDK draws one where a request has room for it and none was given: each time another. */
const RANDOM = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const counts = (text: string): boolean => !isSentence(text) && !RANDOM.test(text);

function ofJson(text: string): unknown {
  try {
    return wordless(JSON.parse(text));
  } catch {
    return counts(text) ? text : undefined;
  }
}

const isJson = (text: string): boolean => /^\s*[[{]/.test(text);

/** The same data without its sentences, and with its keys in order; JSON in a string is data as well. */
export function wordless(data: unknown): unknown {
  if (typeof data === 'string') return isJson(data) ? ofJson(data) : counts(data) ? data : undefined;
  if (data instanceof Uint8Array) return wordless(Buffer.from(data).toString('utf8'));
  if (Array.isArray(data)) return data.map(wordless);
  if (typeof data !== 'object' || data === null || data instanceof Date) return data;
  const entries = Object.entries(data).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, wordless(value)]));
}

/** Of a change in the account only what has a number in it: its words are the simulator's own. */
const idsIn = (what: string): string[] => what.split(/[\s,]+/).filter((word) => /\d/.test(word));

const shortened = (lines: unknown[]): string => {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${JSON.stringify(line)}\n`);
  return hash.digest('hex').slice(0, 16);
};

/** Over everything that was changed and asked, in order: two stories that differ anywhere differ here. */
export const logHashOf = ({ changes, calls }: World): string =>
  shortened([
    ...changes.map(({ atMs, by, what }) => [atMs, by, idsIn(what)]),
    ...calls.map(({ input, ...call }) => wordless({ ...call, input })),
  ]);

/** Over how each execution ended, where the traffic is, which notifications were sent, and which invariants broke. */
export const outcomeHashOf = ({ outcome, outage, traffic, executions, told, violations }: Report): string =>
  shortened([
    wordless({ outcome, seconds: outage.seconds, traffic: traffic.after, executions }),
    told.map(({ seconds, kind }) => [seconds, kind]),
    violations.map(ruleOf),
  ]);
