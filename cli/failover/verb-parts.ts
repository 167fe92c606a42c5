/** What the declarations of the commands share. */
import type { Command as Program } from 'commander';
import { text } from '../command-line/values.ts';
import { Wrong } from '../command-line/wrong.ts';
import type { Command } from './command.ts';
import { reason } from './values.ts';

export type Give = (command: Command) => void;

export type Declare = (verb: Program, give: Give) => Program;

export const refusal = (because: string) => (): never => {
  throw new Wrong(because);
};

export const appliance = (verb: Program): Program => verb.argument('<appliance>', 'the name of an appliance');

export const because = (why = 'why (required); it is kept in the record') =>
  text('--reason <text>', why, '"firmware update"').argParser(reason);

export const stageOf = (verb: Program): string => verb.optsWithGlobals<{ stage: string }>().stage;
