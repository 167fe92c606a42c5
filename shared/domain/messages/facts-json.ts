/** The facts of a message for machines: a JSON object that always fits beside the text. */

export type Facts = Record<string, unknown>;

/** SNS takes 256 KB for the text and all attributes together. */
const BYTES_MAX = 100_000;

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** What does not fit is shortened, the longest first, and `truncated` says how long it was. */
export function factsJson(facts: Facts): string {
  const truncated: Record<string, number> = {};
  const kept: Facts = structuredClone(facts);
  for (;;) {
    const json = escaped(JSON.stringify(Object.keys(truncated).length > 0 ? { ...kept, truncated } : kept));
    if (bytesOf(json) <= BYTES_MAX) return json;
    const [key, value] = longestOf(kept);
    truncated[key] ??= lengthOf(value);
    kept[key] = shortened(value);
  }
}

/** JSON escapes only a part of what a terminal obeys, or of what turns the direction of a text. */
const escaped = (json: string): string =>
  json.replace(/[\p{C}\u2028\u2029]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join(''),
  );

const lengthOf = (value: unknown): number =>
  Array.isArray(value) || typeof value === 'string' ? value.length : JSON.stringify(value).length;

/** A list and a text lose their end, anything else goes as a whole. */
const shortened = (value: unknown): unknown =>
  Array.isArray(value) || typeof value === 'string' ? value.slice(0, Math.floor(value.length / 2)) : undefined;

function longestOf(facts: Facts): [string, unknown] {
  const byLength = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value, bytes: bytesOf(JSON.stringify(value)) }))
    .sort((one, other) => other.bytes - one.bytes);
  const [longest] = byLength;
  return longest ? [longest.key, longest.value] : ['', undefined];
}
