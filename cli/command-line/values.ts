/** Options that take a value. Each has an example of one, for the sentence that asks for it. */
import { Option } from 'commander';
import { shown, Wrong } from './wrong.ts';

export class ValueOption extends Option {
  readonly example: string;

  constructor(flags: string, what: string, example: string) {
    super(flags, what);
    this.example = `${this.long} ${example}`;
  }
}

/** `--stage <name>`, with an example of the name. */
export const text = (flags: string, what: string, example: string): ValueOption =>
  new ValueOption(flags, what, example);

type Range = { min: number; max: number };

/** A whole number of up to nine digits. */
export function whole(flags: string, what: string, { min, max }: Range): ValueOption {
  const option = new ValueOption(flags, what, String(Math.min(max, Math.max(min, 20))));
  option.argParser((value: string) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new Wrong(`${option.long} "${shown(value)}" is not a whole number from ${min} to ${max}`);
  });
  return option;
}
