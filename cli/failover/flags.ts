/** From words to options and their values. Each mistake is one sentence with its fix, and nothing is ever ignored. */
import { parseArgs } from 'node:util';
import { closest } from '../../shared/config/closest.ts';

export const TEXT = ['for', 'until', 'reason', 'stage', 'region', 'profile', 'appliances'] as const;
const SWITCHES = ['force', 'yes', 'take-ownership', 'json', 'help'] as const;

type TextFlag = (typeof TEXT)[number];
type SwitchFlag = (typeof SWITCHES)[number];
export type Flag = TextFlag | SwitchFlag;
export type Flags = Partial<Record<TextFlag, string> & Record<SwitchFlag, true>>;

/** A mistake on the command line: its message is the whole answer. */
export class Wrong extends Error {}

/** Where npm was given the options itself, their values arrive as words. */
export const SEPARATOR = 'options come after --, as in npm run failover -- status --stage prod';

export const list = (flags: readonly string[]): string => flags.map((flag) => `--${flag}`).join(', ');

/** What a person typed, short and without what a terminal would obey. */
export function shown(word: string): string {
  const plain = word.replace(/\p{C}/gu, '?');
  return plain.length > 60 ? `${plain.slice(0, 60)}...` : plain;
}

const OPTIONS = {
  ...Object.fromEntries(TEXT.map((flag) => [flag, { type: 'string' as const }])),
  ...Object.fromEntries(SWITCHES.map((flag) => [flag, { type: 'boolean' as const }])),
  help: { type: 'boolean' as const, short: 'h' },
};

const isText = (name: string): name is TextFlag => TEXT.some((flag) => flag === name);
const isSwitch = (name: string): name is SwitchFlag => SWITCHES.some((flag) => flag === name);

type OptionToken = { name: string; rawName: string; value?: string | undefined; inlineValue?: boolean | undefined };

const EXAMPLES: Record<TextFlag, string> = {
  for: '--for 4h',
  until: '--until 2026-11-22T06:00Z',
  reason: '--reason "firmware update"',
  stage: '--stage prod',
  region: '--region ap-northeast-1',
  profile: '--profile admin',
  appliances: '--appliances appliances.yml',
};

/** `start` with its default mode was replaced by a verb for each mode. */
const THREE =
  'write which one you mean: rehearse APPLIANCE (changes nothing), switchover APPLIANCE (it is healthy), ' +
  'or failover APPLIANCE (it is dead)';

function unknownOption(rawName: string): Wrong {
  if (rawName === '--mode') return new Wrong(`--mode was replaced by three commands; ${THREE}`);
  const known = [...TEXT, ...SWITCHES];
  if (/^-[^-]/.test(rawName)) {
    return new Wrong(`there is no option "${shown(rawName)}"; options begin with two hyphens: ${list(known)}`);
  }
  const near = closest(rawName.slice(0, 60), known);
  const guess = near === undefined ? '' : `; did you mean --${near}?`;
  return new Wrong(`there is no option "${shown(rawName)}"${guess} (there are ${list(known)})`);
}

function textOf(name: TextFlag, { value, inlineValue }: OptionToken): string {
  if (value === undefined || value.trim() === '') {
    throw new Wrong(`--${name} has no value; write it behind the option, such as ${EXAMPLES[name]}`);
  }
  if (value.startsWith('-') && !inlineValue) {
    throw new Wrong(`--${name} has no value: "${shown(value)}" follows it; write such as ${EXAMPLES[name]}`);
  }
  return value;
}

function take(flags: Flags, token: OptionToken): void {
  const { name, value } = token;
  if (!isText(name) && !isSwitch(name)) throw unknownOption(token.rawName);
  if (flags[name] !== undefined) throw new Wrong(`--${name} is given twice; give it once`);
  if (isText(name)) {
    flags[name] = textOf(name, token);
    return;
  }
  if (value !== undefined) throw new Wrong(`--${name} takes no value; write --${name} alone`);
  flags[name] = true;
}

/** @throws Wrong at the first mistake. */
export function readFlags(args: string[]): { words: string[]; flags: Flags } {
  const { tokens } = parseArgs({ args, options: OPTIONS, strict: false, allowPositionals: true, tokens: true });
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  if (words[0] === 'start') throw new Wrong(`start was replaced by three commands; ${THREE}`);
  const flags: Flags = {};
  for (const token of tokens) if (token.kind === 'option') take(flags, token);
  const dashed = words.find((word) => /^[\u2010-\u2015\u2212]/.test(word));
  if (dashed) throw new Wrong(`"${shown(dashed)}" begins with a dash; options begin with two hyphens (--)`);
  return { words, flags };
}
