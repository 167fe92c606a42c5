/** From words to what the kit is to do; each mistake is one sentence with its fix. */
import { parseArgs } from 'node:util';
import { closest } from '../../shared/config/closest.ts';
import { list, shown, Wrong } from '../failover/flags.ts';
import type { Common } from '../failover/options.ts';
import { ROWS } from './rows.ts';

export const TEXT = ['rows', 'stage', 'appliance', 'region', 'profile', 'appliances', 'out', 'replay'] as const;
const SWITCHES = ['list', 'unobserved', 'json', 'help'] as const;
const ALL = [...TEXT, ...SWITCHES];

export type Options = Common & {
  /** Undefined: all that are not observed yet. */
  rows: number[] | undefined;
  appliance: string;
  out: string;
};

export type Asked =
  | { ask: 'help' }
  | { ask: 'list' | 'unobserved'; json: boolean }
  | { ask: 'replay'; file: string; json: boolean }
  | { ask: 'observe'; options: Options }
  | { ask: 'wrong'; because: string };

type Given = Partial<Record<(typeof TEXT)[number], string> & Record<(typeof SWITCHES)[number], true>>;

const OPTIONS = {
  ...Object.fromEntries(TEXT.map((flag) => [flag, { type: 'string' as const }])),
  ...Object.fromEntries(SWITCHES.map((flag) => [flag, { type: 'boolean' as const }])),
  help: { type: 'boolean' as const, short: 'h' },
};

type Token = { name: string; rawName: string; value?: string | undefined; inlineValue?: boolean | undefined };

function take(given: Given, { name, rawName, value, inlineValue }: Token): void {
  const text = TEXT.find((each) => each === name);
  const flag = SWITCHES.find((each) => each === name);
  if (!text && !flag) {
    const near = closest(rawName.slice(0, 60), ALL);
    const guess = near === undefined ? '' : `; did you mean --${near}?`;
    throw new Wrong(`there is no option "${shown(rawName)}"${guess} (there are ${list(ALL)})`);
  }
  if (given[text ?? flag ?? 'help'] !== undefined) throw new Wrong(`--${name} is given twice; give it once`);
  if (flag) {
    if (value !== undefined) throw new Wrong(`--${name} takes no value; write --${name} alone`);
    given[flag] = true;
  } else if (text) {
    if (!value?.trim() || (value.startsWith('-') && !inlineValue)) throw new Wrong(`--${name} needs a value behind it`);
    given[text] = value;
  }
}

function given(args: string[]): Given {
  const { tokens } = parseArgs({ args, options: OPTIONS, strict: false, allowPositionals: true, tokens: true });
  const found: Given = {};
  for (const token of tokens) {
    if (token.kind === 'positional') throw new Wrong(`"${shown(token.value)}" is not an option; see --help`);
    if (token.kind === 'option') take(found, token);
  }
  return found;
}

function rowsIn(text: string | undefined): number[] | undefined {
  if (text === undefined) return undefined;
  const words = text.split(',').map((word) => word.trim());
  const known = ROWS.map(({ number }) => String(number));
  const unknown = words.find((word) => !known.includes(word));
  if (unknown === undefined) return [...new Set(words.map(Number))].sort((one, other) => one - other);
  throw new Wrong(
    `--rows: there is no row "${shown(unknown)}"; rows are ${known[0]} to ${known.at(-1)}, as in --rows 0,3,8`,
  );
}

/** With --replay or --list nothing is asked of AWS, so that an option about a deployment is a misunderstanding. */
function onlyWith(found: Given, what: 'replay' | 'list' | 'unobserved'): void {
  const extra = ALL.find((flag) => found[flag] !== undefined && flag !== what && flag !== 'json');
  if (extra) throw new Wrong(`--${what} asks nothing of AWS: write it without --${extra}`);
}

function askedIn(found: Given): Asked {
  const json = found.json === true;
  if (found.help) return { ask: 'help' };
  for (const ask of ['list', 'unobserved'] as const) {
    if (!found[ask]) continue;
    onlyWith(found, ask);
    return { ask, json };
  }
  if (found.replay !== undefined) {
    onlyWith(found, 'replay');
    return { ask: 'replay', file: found.replay, json };
  }
  const { stage = 'lab', appliance = 'lab', out = 'conformance.json', region, profile, appliances } = found;
  if (!/^[a-z0-9]+$/.test(stage)) throw new Wrong(`--stage "${shown(stage)}": a stage has letters a-z and digits only`);
  return {
    ask: 'observe',
    options: { stage, appliance, out, region, profile, appliances, json, rows: rowsIn(found.rows) },
  };
}

export function readOptions(args: string[]): Asked {
  try {
    return askedIn(given(args));
  } catch (cause) {
    if (cause instanceof Wrong) return { ask: 'wrong', because: cause.message };
    throw cause;
  }
}
