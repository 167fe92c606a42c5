/** The rows as a table for people: what each costs and changes. */
import { table, wrap } from '../layout.ts';
import type { Terminal } from '../terminal.ts';
import { changesNothing, type Row } from './row.ts';

const WARNING = 'Never in production: use a lab account. Some rows stop, replace and terminate the appliance.';

export const dollarsText = (dollars: number): string => (dollars === 0 ? '-' : `$${dollars.toFixed(2)}`);

/** Beside the two columns of words. */
const OTHERS_WIDTH = 30;

/** The instance itself, its address and its images, for an afternoon. */
const STANDING_DOLLARS = 0.2;

export function listLines(rows: readonly Row[], { paint, width }: Pick<Terminal, 'paint' | 'width'>): string[] {
  const room = Math.max(20, Math.floor((width - OTHERS_WIDTH) / 2));
  const head = ['row', 'what is observed', 'cost', 'minutes', 'changes'].map((text) => ({ text, paint: paint.bold }));
  const body = rows.flatMap((row) => {
    const [first = '', ...rest] = wrap(row.changes, room);
    const [title = '', ...more] = wrap(row.by === 'hands' ? `${row.title} (by hand)` : row.title, room);
    const dim = changesNothing(row) ? paint.dim : undefined;
    const cells = (number: string, what: string, cost: string, minutes: string, changes: string) =>
      [number, what, cost, minutes, changes].map((text, column) => ({ text, paint: column === 4 ? dim : undefined }));
    const lines = Math.max(rest.length, more.length);
    return [
      cells(String(row.number), title, dollarsText(row.dollars), String(row.minutes), first),
      ...Array.from({ length: lines }, (_, index) => cells('', more[index] ?? '', '', '', rest[index] ?? '')),
    ];
  });
  const dollars = rows.reduce((sum, row) => sum + row.dollars, STANDING_DOLLARS);
  return [
    ...table([head, ...body]),
    '',
    `All together about ${dollarsText(dollars)}, with the lab itself for an afternoon.`,
    paint.bold(WARNING),
  ];
}
