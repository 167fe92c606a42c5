/** The format of a report: the one that was named, or what the name of its file means. */
import { shown, Wrong } from '../command-line/wrong.ts';
import { type Format, formatOf } from './render.ts';

/** @throws Wrong for a file whose name means no format, when none was named. */
export function formatFor(
  given: Format | undefined,
  file: string | undefined,
  option = '--output',
): Format | undefined {
  if (given !== undefined || file === undefined) return given;
  const meant = formatOf(file);
  if (meant) return meant;
  throw new Wrong(`${option} "${shown(file)}" does not say its format; end it in .html, .md or .json`);
}
