/** What was asked for: one command with its options, or one clear sentence about what is wrong. */
import { parseArgs } from 'node:util';
import { closest } from '../../shared/config/closest.ts';
import type { Mode } from '../../shared/domain/trigger.ts';
import { type End, readEnd } from './pause-end.ts';

export type Command =
  | { command: 'status'; appliance: string | undefined }
  | { command: 'pause'; appliance: string; end: End; because: string | undefined }
  | { command: 'resume'; appliance: string }
  | { command: 'start'; appliance: string; mode: Mode; reason: string }
  | { command: 'take-ownership'; appliance: string; explicitly: boolean };

/** Where the deployment is, and how the answer is written. */
export type Common = {
  stage: string;
  region: string | undefined;
  appliances: string | undefined;
  json: boolean;
};

export type Asked =
  | { ask: 'help' }
  | { ask: 'do'; command: Command; common: Common }
  | { ask: 'wrong'; because: string };

const FLAGS = {
  for: { type: 'string' },
  until: { type: 'string' },
  reason: { type: 'string' },
  mode: { type: 'string' },
  'take-ownership': { type: 'boolean' },
  stage: { type: 'string', default: 'dev' },
  region: { type: 'string' },
  appliances: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const COMMON = ['stage', 'region', 'appliances', 'json', 'help'];

/** The flags that each command has of its own: one that another command would understand is a mistake too. */
const COMMANDS: Record<Command['command'], string[]> = {
  status: [],
  pause: ['for', 'until', 'reason'],
  resume: [],
  start: ['mode', 'reason'],
  'take-ownership': ['take-ownership'],
};

const MODES: Mode[] = ['failover', 'switchover', 'rehearse'];

class Wrong extends Error {}

const list = (flags: string[]): string => flags.map((flag) => `--${flag}`).join(', ');

function parsed(args: string[]) {
  try {
    return parseArgs({ args, options: FLAGS, strict: true, allowPositionals: true });
  } catch (cause) {
    const [sentence = ''] = (cause instanceof Error ? cause.message : String(cause)).split('. ');
    throw new Wrong(`${sentence.replace(/\.$/, '')}; there are ${list(Object.keys(FLAGS))}`);
  }
}

type Flags = ReturnType<typeof parsed>['values'];

const isCommand = (word: string): word is Command['command'] => word in COMMANDS;

function commandIn(word: string | undefined): Command['command'] {
  const known = Object.keys(COMMANDS);
  if (word === undefined) throw new Wrong(`say what to do: ${known.join(', ')}; --help says more`);
  if (isCommand(word)) return word;
  const near = closest(word, known);
  const guess = near === undefined ? '' : `; did you mean "${near}"?`;
  throw new Wrong(`there is no command "${word}"${guess} (there are: ${known.join(', ')})`);
}

function refuseForeignFlags(command: Command['command'], flags: Flags): void {
  const known = [...COMMANDS[command], ...COMMON];
  const foreign = Object.entries(flags).find(([flag, value]) => value !== undefined && !known.includes(flag));
  if (foreign) throw new Wrong(`${command} does not know --${foreign[0]}; it has ${list(known)}`);
}

function startOf(appliance: string, { mode = 'failover', reason }: Flags): Command {
  const found = MODES.find((known) => known === mode);
  if (!found) throw new Wrong(`--mode "${mode}" is none of ${MODES.join(', ')}`);
  if (!reason) throw new Wrong('start needs --reason: it stands in the record, for whoever reads it later');
  return { command: 'start', appliance, mode: found, reason };
}

function pauseOf(appliance: string, { for: lasts, until, reason }: Flags): Command {
  const end = readEnd({ lasts, until });
  if (typeof end === 'string') throw new Wrong(end);
  return { command: 'pause', appliance, end, because: reason || undefined };
}

function commandOf(positionals: string[], flags: Flags): Command {
  const [word, appliance, ...more] = positionals;
  const command = commandIn(word);
  refuseForeignFlags(command, flags);
  if (more.length > 0) throw new Wrong(`${command} takes one appliance; "${more.join(' ')}" is one too many`);
  if (command === 'status') return { command, appliance };
  if (appliance === undefined) throw new Wrong(`${command} needs the name of an appliance`);
  switch (command) {
    case 'pause':
      return pauseOf(appliance, flags);
    case 'start':
      return startOf(appliance, flags);
    case 'take-ownership':
      return { command, appliance, explicitly: flags['take-ownership'] === true };
    case 'resume':
      return { command, appliance };
  }
}

export function readOptions(args: string[]): Asked {
  try {
    const { values: flags, positionals } = parsed(args);
    if (flags.help) return { ask: 'help' };
    const { stage, region, appliances, json } = flags;
    const command = commandOf(positionals, flags);
    if (!/^[a-z0-9]+$/.test(stage)) throw new Wrong(`--stage "${stage}" is not a stage; use only a-z and 0-9`);
    return { ask: 'do', command, common: { stage, region, appliances, json } };
  } catch (cause) {
    if (cause instanceof Wrong) return { ask: 'wrong', because: cause.message };
    throw cause;
  }
}
