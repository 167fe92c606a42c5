/** How a fault of the configuration is said: file, path, what is wrong, and how to fix it, on one line. */
import { MESSAGE_CHARACTERS_MAX, oneLine } from '../domain/foreign-text.ts';

export type Fault = { path: PropertyKey[]; message: string };

/** All faults of one file, one line each: a user should not have to fix a file fault by fault. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(bounded(faults));
    this.faults = faults;
  }
}

/** Room for the sentence about the faults that are not shown. */
const SHOWN_CHARACTERS_MAX = MESSAGE_CHARACTERS_MAX - 60;

/** As many whole lines as a message has room for, and how many there are besides. */
function bounded(faults: readonly string[]): string {
  let characters = 0;
  const shown = faults.filter((fault) => {
    characters += fault.length + 1;
    return characters <= SHOWN_CHARACTERS_MAX;
  });
  const more = faults.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more ${more === 1 ? 'fault' : 'faults'}`] : [])].join('\n');
}

/** As one would write it in code: `appliances[0].vpnCidrs[1]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

const LINE_CHARACTERS_MAX = 600;

export function faultLine(file: string, { path, message }: Fault): string {
  const where = path.length === 0 ? file : `${file}: ${oneLine(pathText(path), 200)}`;
  return oneLine(`${where}: ${message}`, LINE_CHARACTERS_MAX);
}
