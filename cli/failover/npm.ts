/** Without `--` npm takes an option for its own and says nothing: the command would run on the default stage. */
import { TEXT } from './flags.ts';

const variableOf = (flag: string): string => `npm_config_${flag.replaceAll('-', '_')}`;

/** One that npm has kept and the command was not given; npm has `force`, `yes` and `json` of its own. */
export function keptByNpm(args: string[], environment: NodeJS.ProcessEnv): string | undefined {
  const isGiven = (flag: string): boolean => args.some((arg) => arg === `--${flag}` || arg.startsWith(`--${flag}=`));
  return [...TEXT, 'take-ownership'].find((flag) => environment[variableOf(flag)] && !isGiven(flag));
}
