/** Reads the HTML of a report strictly: which elements and attributes it has, and whether each element is closed where it was opened. */

const VOID = ['meta', 'br', 'hr', 'img', 'link', 'input'];

export type Element = { name: string; attributes: Record<string, string> };

const attributesIn = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/\s([a-z-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));

/** @throws Error for an element that is not closed, or closed out of order, and for a bare `<` or `&`. */
export function elementsOf(html: string): Element[] {
  const found: Element[] = [];
  const opened: string[] = [];
  const body = html.replace(/^<!DOCTYPE html>\n/, '').replace(/<style>[^<]*<\/style>/, '');
  for (const [, closing, name = '', attributes = ''] of body.matchAll(/<(\/?)([a-z0-9]+)((?:\s[a-z-]+="[^"]*")*)>/g)) {
    if (closing) {
      const last = opened.pop();
      if (last !== name) throw new Error(`</${name}> closes <${last}>`);
      continue;
    }
    found.push({ name, attributes: attributesIn(attributes) });
    if (!VOID.includes(name)) opened.push(name);
  }
  if (opened.length > 0) throw new Error(`not closed: ${opened.join(', ')}`);
  const rest = body.replace(/<\/?[a-z0-9]+(?:\s[a-z-]+="[^"]*")*>/g, '').replace(/&(?:amp|lt|gt|quot|#39);/g, '');
  const bare = /[<&]/.exec(rest);
  if (bare) throw new Error(`a bare ${bare[0]}: ${rest.slice(bare.index, bare.index + 40)}`);
  return found;
}
