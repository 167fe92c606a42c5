/** HTML from templates: a value is text and is escaped, unless it is markup of ours. */

class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type { Markup };

type Value = string | number | Markup | Markup[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Also of what no parser of HTML takes, and of what turns the direction of a line. */
const escaped = (text: string): string =>
  text.replace(/[\p{C}]+/gu, ' ').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

const textOf = (value: Value): string => {
  if (Array.isArray(value)) return value.map(({ text }) => text).join('');
  return value instanceof Markup ? value.text : escaped(String(value));
};

export const html = (parts: TemplateStringsArray, ...values: Value[]): Markup =>
  new Markup(parts.map((part, index) => part + (index < values.length ? textOf(values[index] ?? '') : '')).join(''));

/** Text of ours that is no HTML, such as a style sheet. */
export const verbatim = (text: string): Markup => new Markup(text);

export const NOTHING = new Markup('');
