/** `--replay FILE`: a file beside the simulator, as a table or as JSON. */
import { RefusedError } from '../../shared/domain/errors.ts';
import { table, wrap } from '../layout.ts';
import { plain } from '../plain.ts';
import type { Terminal } from '../terminal.ts';
import { type Compared, compare } from './compare.ts';
import type { Door } from './door.ts';
import { type ConformanceFile, readFile } from './file.ts';
import { ROWS } from './rows.ts';
import { type Kit, MODELLED, observeSimulated } from './simulated-lab.ts';

/** @throws RefusedError when there is no such file, or it is malformed. */
export function fileNamed(name: string, { read }: Pick<Door, 'read'>): ConformanceFile {
  const text = read(name);
  if (text === undefined) throw new RefusedError(`there is no file ${name}; npm run conform writes one`);
  return readFile(text, name);
}

export async function replayFile(file: ConformanceFile, kit: Kit): Promise<Compared[]> {
  const rows = MODELLED.filter((number) => file.rows.some(({ row }) => row === number));
  const none: ConformanceFile = { ...file, rows: [] };
  return compare(ROWS, file, rows.length === 0 ? none : await observeSimulated(kit, { rows }));
}

const CELL = 44;
const cell = (text: string): string => (text.length > CELL ? `${text.slice(0, CELL - 3)}...` : text);

export function replayLines(
  compared: readonly Compared[],
  { paint, width }: Pick<Terminal, 'paint' | 'width'>,
): string[] {
  const paints = { agrees: paint.green, differs: paint.red, 'not compared': paint.dim };
  const head = ['row', 'fact', 'observed', 'simulator', ''].map((text) => ({ text, paint: paint.bold }));
  const body = compared.map(({ row, fact, observed, modelled, verdict }) => [
    ...[String(row), fact, observed, modelled].map((text) => ({ text: cell(plain(text)) })),
    { text: verdict, paint: paints[verdict] },
  ]);
  const count = (wanted: Compared['verdict']): number => compared.filter(({ verdict }) => verdict === wanted).length;
  const differences = compared.filter(({ verdict }) => verdict === 'differs');
  return [
    ...table([head, ...body]),
    '',
    ...differences.flatMap(({ row, fact, observed, modelled, correct }) =>
      wrap(plain(`row ${row}, ${fact}: observed ${observed}, simulated ${modelled}. Correct: ${correct}`), width),
    ),
    `${count('agrees')} agree, ${count('differs')} differ, ${count('not compared')} not compared`,
  ];
}
