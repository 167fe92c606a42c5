/** Reads the text of a scenario file. JSON is YAML, so that one reader is enough. */
import { type Document, isScalar, LineCounter, type Node, parseDocument, visit } from 'yaml';
import { messageOf } from '../../shared/domain/errors.ts';
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { CHARACTERS_MAX } from '../limits.ts';
import { parseScenario, type Scenario, ScenarioFileError } from './schema.ts';
import type { Place } from './wording.ts';

const MESSAGE_MAX = 600;

const wrong = (file: string, sentence: string): ScenarioFileError =>
  new ScenarioFileError(oneLine(`${file}: ${sentence}`, MESSAGE_MAX));

type Read = { document: Document.Parsed; lines: LineCounter };

/** @throws ScenarioFileError with what is wrong, where, and how to fix it. */
export function scenarioOf(text: string, file: string): Scenario {
  if (text.length > CHARACTERS_MAX) {
    throw wrong(file, `the file has ${text.length} characters; write at most ${CHARACTERS_MAX}`);
  }
  const { value, read } = contentOf(text, file);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw wrong(file, 'is no scenario; write title, when and then, as docs/reference/scenarios.md shows');
  }
  return parseScenario(value, file, placeIn(read));
}

function contentOf(text: string, file: string): { value: unknown; read: Read } {
  try {
    const lines = new LineCounter();
    const document = parseDocument(text, { logLevel: 'error', lineCounter: lines });
    const [problem] = [...document.errors, ...document.warnings];
    if (problem) throw wrong(file, syntaxSentence(problem.message, problem.linePos?.[0]));
    const read = { document, lines };
    const reference = firstReference(read);
    if (reference !== undefined) throw wrong(file, reference);
    return { value: document.toJS(), read };
  } catch (cause) {
    if (cause instanceof ScenarioFileError) throw cause;
    const why = cause instanceof RangeError ? 'it is nested too deeply' : messageOf(cause);
    throw wrong(file, `is not YAML that can be read; fix it: ${why}`);
  }
}

/** The first line of the parser's message. The rest of it draws the place. */
function syntaxSentence(message: string, place: { line: number; col: number } | undefined): string {
  const [what = ''] = message.split('\n');
  const sentence = what.replace(/ at line \d+, column \d+:?$/, '');
  return `line ${place?.line ?? 1}, column ${place?.col ?? 1} is not YAML; fix it there: ${sentence}`;
}

/** A few lines of references to references stand for billions of values, and no editor checks them. */
function firstReference({ document, lines }: Read): string | undefined {
  let found: string | undefined;
  const say = (what: string, node: Node): symbol => {
    const { line, col } = lines.linePos(node.range?.[0] ?? 0);
    found = `line ${line}, column ${col} is a reference (${what}); write the value itself`;
    return visit.BREAK;
  };
  visit(document, {
    Alias: (_key, alias) => say(`*${alias.source.slice(0, 60)}`, alias),
    Pair: (_key, { key }) => (isScalar(key) && key.value === '<<' ? say('<<', key) : undefined),
  });
  return found;
}

/** Where the value of a path is, or the part of the path that the file has. */
function placeIn({ document, lines }: Read): Place {
  return (path) => {
    for (let length = path.length; length > 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
      if (Array.isArray(range)) return lines.linePos(Number(range[0])).line;
    }
    return undefined;
  };
}
