/** Without `--` npm takes an option for its own and says nothing: the command would run with its default. */
import type { Command, Option } from 'commander';
import { ValueOption } from './values.ts';
import { Wrong } from './wrong.ts';

/** npm has options of these names, which a person may have set for npm. */
const OF_NPM = ['force', 'yes', 'json', 'help', 'long', 'only'];

const variableOf = (option: string): string => `npm_config_${option.replaceAll('-', '_')}`;

/** @throws Wrong for an option that npm has kept and the command was not given. */
export function refuseKeptByNpm(program: Command, args: string[], environment: NodeJS.ProcessEnv): void {
  const isGiven = (long: string): boolean => args.some((arg) => arg === long || arg.startsWith(`${long}=`));
  const isKept = (option: Option): boolean =>
    !OF_NPM.includes(option.name()) &&
    Boolean(environment[variableOf(option.name())]) &&
    !isGiven(`--${option.name()}`);
  const kept = [program, ...program.commands].flatMap(({ options }) => options).find(isKept);
  if (!kept) return;
  const example = kept instanceof ValueOption ? kept.example : kept.long;
  const command = program.commands.length > 0 ? `${program.name()} COMMAND` : program.name();
  throw new Wrong(`npm took ${kept.long} for an option of its own; options come after --: ${command} ${example}`);
}
