/** What a command is given to carry out, and what it answers. */
import type { Configuration } from '../../shared/domain/appliance.ts';
import type { Terminal } from '../terminal.ts';
import type { Command, Common } from './command.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Door, PersonDeps } from './open.ts';

export type Setting = { deps: PersonDeps; door: Door; terminal: Terminal; common: Common };

/** Where a command is carried out, and what the answer goes to. */
export type Within = { common: Common; configuration: Configuration; door: Door; terminal: Terminal };

/** `answer` is for --json, `lines` are for a person. */
export type Answered = { answer: unknown; lines: string[]; code: ExitCode };

/** A command that asks nothing of AWS, and reads the file itself. */
export type Offline<Verb extends Command['command']> = (
  command: Extract<Command, { command: Verb }>,
  within: Omit<Within, 'configuration'>,
) => Promise<Answered>;

/** One command, whose appliance is configured. */
export type CarryOut<Verb extends Command['command']> = (
  command: Extract<Command, { command: Verb }>,
  setting: Setting,
) => Promise<Answered>;

export const requestedBy = ({ door }: Setting): string => `${door.user} on the command line`;
