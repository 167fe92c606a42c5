/** `conformance.json`: what was observed where and when, and the one reader of such files. */
import { z } from 'zod';
import { RefusedError } from '../../shared/domain/errors.ts';
import type { Observation } from './observation.ts';

/** Grows when a reader of older files could misread a newer one. */
export const FILE_VERSION = 1;

const text = z.string().max(2_000);
const texts = z.record(text, text);
const numbers = z.record(text, z.number().finite().nonnegative());

const observation = z.strictObject({
  row: z.int().min(0).max(99),
  at: z.iso.datetime(),
  end: z.enum(['complete', 'in part']),
  why: text.exactOptional(),
  codes: texts,
  messages: texts,
  order: z.record(text, z.array(text)),
  seconds: numbers,
  counts: numbers,
});

const schema = z.strictObject({
  version: z.literal(FILE_VERSION),
  made: z.iso.datetime(),
  partition: z.string().regex(/^aws[a-z-]*$/),
  rows: z.array(observation).max(100),
});

export type ConformanceFile = { version: 1; made: string; partition: string; rows: Observation[] };

const firstFault = ({ issues: [issue] }: z.ZodError): string =>
  issue ? `${issue.path.join('.') || 'the document'}: ${issue.message}` : 'unknown';

function parsed(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusedError(`${name} is not JSON; was it written by npm run conform?`);
  }
}

/** @throws RefusedError with one sentence. */
export function readFile(text: string, name: string): ConformanceFile {
  const document = parsed(text, name);
  const { version } = Object(document) as { version?: unknown };
  if (typeof version === 'number' && version > FILE_VERSION) {
    throw new RefusedError(
      `${name} has version ${version}, and this kit reads version ${FILE_VERSION}; update the kit`,
    );
  }
  const read = schema.safeParse(document);
  if (!read.success) throw new RefusedError(`${name} is not a conformance file: ${firstFault(read.error)}`);
  const numbers = read.data.rows.map(({ row }) => row);
  const twice = numbers.find((row, index) => numbers.indexOf(row) !== index);
  if (twice !== undefined) throw new RefusedError(`${name} has row ${twice} twice; keep one of them`);
  return read.data;
}

export const writeFile = (file: ConformanceFile): string => `${JSON.stringify(file, undefined, 2)}\n`;

/** A row that was observed again replaces the one before. */
export function withRow(file: ConformanceFile, row: Observation): ConformanceFile {
  const others = file.rows.filter((each) => each.row !== row.row);
  return { ...file, made: row.at, rows: [...others, row].sort((one, other) => one.row - other.row) };
}
