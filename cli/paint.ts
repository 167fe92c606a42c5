/** Colour, where a terminal shows it. */
import { styleText } from 'node:util';

const NAMES = ['bold', 'dim', 'red', 'green', 'yellow', 'blue', 'cyan'] as const;

export type Paint = Record<(typeof NAMES)[number], (text: string) => string>;

/** Node decides by the terminal's abilities, NO_COLOR, NODE_DISABLE_COLORS and FORCE_COLOR: https://nodejs.org/api/util.html#utilstyletextformat-text-options */
export const showsColour = (stream: NodeJS.WritableStream): boolean => styleText('bold', 'x', { stream }) !== 'x';

export function createPaint(coloured: boolean): Paint {
  const painted = NAMES.map((name) => [
    name,
    (text: string): string => (coloured ? styleText(name, text, { validateStream: false }) : text),
  ]);
  return Object.fromEntries(painted) as Paint;
}
