/** Takes out of an observation what says whose account it is: accounts, addresses, names, ids. */

const PATTERNS: [RegExp, string][] = [
  [/\b\d{12}\b/g, '000000000000'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '0.0.0.0'],
  [/(?<![\w:.])(?=(?:[0-9a-f]*:){3})[0-9a-f:]{6,}(?!\w)/gi, '::'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, 'someone@example.com'],
  [/\b(i|eni|eipalloc|eipassoc|ami|vol|snap|vpc|subnet|rtb|sg|lt|key|igw)-[0-9a-f]{8,}\b/g, '$1-…'],
  [/\barn:(aws[\w-]*):([\w-]*):[\w-]*:/g, 'arn:$1:$2::'],
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A name that is shorter, or the kit's own word for the appliance, would be found inside other words. */
const isTelling = (name: string): boolean => name.length > 3 && name !== 'lab';

export function blanking(names: readonly string[]): (text: string) => string {
  const telling = [...new Set(names)].filter(isTelling).sort((one, other) => other.length - one.length);
  const named = telling.map((name) => new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w])`, 'g'));
  return (text) => {
    const ids = PATTERNS.reduce((left, [pattern, blank]) => left.replace(pattern, blank), text);
    return named.reduce((left, pattern) => left.replace(pattern, 'NAME'), ids);
  };
}

/** Every string of a value; keys are the kit's own words. */
export function blanked<Value>(value: Value, blank: (text: string) => string): Value {
  if (typeof value === 'string') return blank(value) as Value;
  if (Array.isArray(value)) return value.map((each) => blanked(each, blank)) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, blanked(inner, blank)])) as Value;
}
