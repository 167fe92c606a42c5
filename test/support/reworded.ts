/** Source text in which every sentence is another one: code that decides by a message decides otherwise then. */

/** A literal of one piece of source: its place, and its text with `§` for each substitution of a template. */
type Literal = { from: number; to: number; text: string };

const QUOTES = ["'", '"', '`'];

/** A slash after any of these begins a regular expression; after anything else it divides, or begins a comment. */
const BEFORE_EXPRESSION = /(?:^|[(,=:[!&|?{};\n>]|\breturn|=>)\s*$/;

/** Skips from `from`, where a comment or a regular expression begins, to behind its end; `from` itself when none does. */
function behindOther(source: string, from: number): number {
  if (source[from] !== '/') return from;
  if (source[from + 1] === '/') return from + (/\n|$/.exec(source.slice(from))?.index ?? 0);
  if (source[from + 1] === '*') return source.indexOf('*/', from) + 2;
  if (!BEFORE_EXPRESSION.test(source.slice(Math.max(0, from - 40), from))) return from;
  const [expression = ''] = /^\/(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\n\\[])+\//.exec(source.slice(from)) ?? [];
  return from + expression.length;
}

/** The literal that begins at `from`; those within its substitutions are part of it. */
function literalAt(source: string, from: number): Literal {
  const quote = source[from];
  let text = '';
  let at = from + 1;
  while (at < source.length && source[at] !== quote) {
    if (source[at] === '\\') {
      text += source.slice(at, at + 2);
      at += 2;
    } else if (quote === '`' && source[at] === '$' && source[at + 1] === '{') {
      text += '§';
      at = behindSubstitution(source, at + 2);
    } else {
      text += source[at];
      at += 1;
    }
  }
  return { from, to: at + 1, text };
}

function behindSubstitution(source: string, from: number): number {
  let depth = 1;
  let at = from;
  while (depth > 0) {
    const char = source[at] ?? '';
    if (QUOTES.includes(char)) at = literalAt(source, at).to;
    else {
      depth += char === '{' ? 1 : char === '}' ? -1 : 0;
      at += 1;
    }
  }
  return at;
}

export function literalsIn(source: string): Literal[] {
  const found: Literal[] = [];
  let at = 0;
  while (at < source.length) {
    const behind = behindOther(source, at);
    if (behind > at) at = behind;
    else if (QUOTES.includes(source[at] ?? '')) {
      const literal = literalAt(source, at);
      found.push(literal);
      at = literal.to;
    } else at += 1;
  }
  return found;
}

/** Two words with a space between them; a substitution counts as one. */
const isSentence = (text: string): boolean => /[a-z§'"),;:]\s+[a-z§('"]/i.test(text) && /[a-z]{2}/i.test(text);

/** Has a space, and is no text for operators: a value of a closed set, or of a tag that we write and read back. */
const DATA = ['not verified', '§ at §', '§ since § last §'];

/** The types of AWS's own events. */
const EVENT = /^(?:CloudWatch|EC2|Step Functions) .*(?:Change|Notification)$/;

const isData = (text: string): boolean => DATA.includes(text) || EVENT.test(text);

/** A word without digits, because a message is known again by its words without them. */
const wordOf = (count: number): string => [...String(count)].map((digit) => 'abcdefghij'[Number(digit)]).join('');

/** `count` makes each of them another one, as different messages are different. */
export function reworded(source: string, { from }: { from: number }): { source: string; count: number } {
  const sentences = literalsIn(source).filter(({ text }) => isSentence(text) && !isData(text));
  const pieces = sentences.map((literal, index) => {
    const before = source.slice(sentences[index - 1]?.to ?? 0, literal.from);
    return `${before}'reworded ${wordOf(from + index)}'`;
  });
  return { source: pieces.join('') + source.slice(sentences.at(-1)?.to ?? 0), count: sentences.length };
}
