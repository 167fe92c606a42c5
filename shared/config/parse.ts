/** From the text of `appliances.yml` to a frozen configuration. Pure: the same text gives the same answer or faults. */
import { type Alias, type Document, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Configuration } from '../domain/appliance.ts';
import { messageOf } from '../domain/errors.ts';
import { oneLine } from '../domain/foreign-text.ts';
import { crossFaults } from './cross-checks.ts';
import { fillIn } from './defaults.ts';
import { ConfigurationError, type Fault, faultLine, pathText } from './faults.ts';
import { fileSchema, type WrittenFile } from './schema.ts';
import { faultsOf } from './wording.ts';
import { isOtherEncoding, MERGE_KEY, NO_MERGE, yamlWords } from './yaml-words.ts';

/** `region` is the one to use when the file names none, `now` the instant from which a schedule has to come. */
type Origin = { file: string; region: string | undefined; now: string };

export function parseConfiguration(text: string, { file, region, now }: Origin): Configuration {
  const written = checkedFile(readYaml(text, { file }), { file, now });
  const { appliances, references, ...rest } = written;
  return deepFreeze({
    ...rest,
    // One is a list of one.
    ...(references !== undefined && { references: [references].flat() }),
    region: written.region ?? region,
    appliances: appliances.map(fillIn),
  });
}

/** Thirty times what 60 appliances take; beyond it a check of the file would take minutes. */
const CHARACTERS_MAX = 1_000_000;

/** @throws ConfigurationError for everything that the parser throws, such as an alias without an anchor. */
function readYaml(text: string, { file }: { file: string }): unknown {
  if (text.length > CHARACTERS_MAX) {
    throw new ConfigurationError([`${file}: the file has ${text.length} characters; write at most ${CHARACTERS_MAX}`]);
  }
  if (isOtherEncoding(text)) throw new ConfigurationError([`${file}: is not UTF-8 text; save it as UTF-8`]);
  try {
    return contentOf(text, { file });
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    const why = cause instanceof RangeError ? 'it is nested too deeply' : messageOf(cause);
    throw new ConfigurationError([oneLine(`${file}: is not YAML that can be read; fix it: ${why}`, 600)]);
  }
}

/** Warnings count: a tag or an escape that YAML does not know would silently become something else. */
function contentOf(text: string, { file }: { file: string }): unknown {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { logLevel: 'error', lineCounter });
  // What the parser says after its first error follows from that.
  const problems = [...document.errors.slice(0, 1), ...document.warnings];
  if (problems.length > 0) {
    throw new ConfigurationError(
      problems.map(({ message, linePos }) => yamlLine({ file, message, line: linePos?.[0].line })),
    );
  }
  const loose = looseAliases(document, lineCounter);
  if (loose.length > 0)
    throw new ConfigurationError(loose.slice(0, 20).map((each) => oneLine(`${file}: ${each}`, 600)));
  if (document.contents === null)
    throw new ConfigurationError([`${file}: the file is empty; name at least one appliance`]);
  return document.toJS();
}

/** YAML takes a word after `*` for another place in the file, which is rarely meant. */
function looseAliases(document: Document.Parsed, lines: LineCounter): string[] {
  const anchors = new Set<string>();
  const loose: string[] = [];
  const remember = (_key: unknown, { anchor }: { anchor?: string | undefined }): void => {
    if (anchor) anchors.add(anchor);
  };
  const check = (_key: unknown, { source, range }: Alias, ancestors: readonly unknown[]): void => {
    if (anchors.has(source)) return;
    const [name, { line }] = [source.slice(0, 60), lines.linePos(range?.[0] ?? 0)];
    const read = `YAML reads *${name} as a reference, and no anchor before it has that name; write ${name} without the *`;
    loose.push(`line ${line}: ${isMerge(ancestors.at(-1)) ? NO_MERGE : read}`);
  };
  visit(document, { Value: remember, Alias: check });
  return loose;
}

const isMerge = (parent: unknown): boolean => isPair(parent) && isScalar(parent.key) && parent.key.value === MERGE_KEY;

const yamlLine = ({ file, message, line }: { file: string; message: string; line: number | undefined }): string =>
  oneLine(`${file}: line ${line ?? 1}: ${yamlWords(message)}`, 600);

function checkedFile(written: unknown, { file, now }: Omit<Origin, 'region'>): WrittenFile {
  const parsed = fileSchema.safeParse(written, { reportInput: true });
  const faults = [...(parsed.error?.issues ?? []).flatMap(faultsOf), ...crossFaults(written, now)];
  if (parsed.data !== undefined && faults.length === 0) return parsed.data;
  throw new ConfigurationError(inOrder(faults).map((fault) => faultLine(file, fault)));
}

/** In the order of the file's entries, however the faults were found. */
function inOrder(faults: Fault[]): Fault[] {
  const entryOf = ({ path }: Fault): number => (typeof path[1] === 'number' ? path[1] : -1);
  return faults.toSorted(
    (a, b) => entryOf(a) - entryOf(b) || pathText(a.path).localeCompare(pathText(b.path), 'en', { numeric: true }),
  );
}

function deepFreeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) {
    if (inner instanceof Object) deepFreeze(inner);
  }
  return Object.freeze(value);
}
