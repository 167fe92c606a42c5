/** What the declarations of the commands share. */
import type { Command as Program } from 'commander';
import { text } from '../command-line/values.ts';
import { shown, Wrong } from '../command-line/wrong.ts';
import type { Command } from './command.ts';
import { reason } from './values.ts';

export type Give = (command: Command) => void;

export type Declare = (verb: Program, give: Give) => Program;

export const refusal = (because: string) => (): never => {
  throw new Wrong(because);
};

export const appliance = (verb: Program): Program => verb.argument('<appliance>', 'the name of an appliance');

export const oneOrAll = (verb: Program): Program =>
  verb
    .argument('[appliance]', 'the name of an appliance')
    .option('--all', 'instead: every appliance of the deployment');

/** Undefined for all: that is never what a forgotten name means. */
export function oneOf(given: string | undefined, { all = false }: { all?: boolean }): string | undefined {
  if (given === undefined && !all) throw new Wrong('say which appliance, or --all for every one of the deployment');
  if (given !== undefined && all)
    throw new Wrong(`--all means every appliance; leave it out, or leave out "${shown(given)}"`);
  return given;
}

export const because = (why = 'why (required); it is kept in the record') =>
  text('--reason <text>', why, '"firmware update"').argParser(reason);

export const stageOf = (verb: Program): string => verb.optsWithGlobals<{ stage: string }>().stage;
