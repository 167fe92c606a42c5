/** What was asked for: one command with its options, or one clear sentence about what is wrong. */

import { closest } from '../../shared/config/closest.ts';
import { REGIONS } from '../../shared/config/regions.ts';
import type { Command } from './command.ts';
import { type Flags, readFlags, shown, Wrong } from './flags.ts';
import { commandOf } from './verbs.ts';

/** Where the deployment is, with whose credentials it is asked, and how the answer is written. */
export type Common = {
  stage: string;
  region: string | undefined;
  profile: string | undefined;
  appliances: string | undefined;
  json: boolean;
};

export type Asked =
  | { ask: 'help' }
  | { ask: 'do'; command: Command; common: Common }
  | { ask: 'wrong'; because: string };

function commonOf({ stage = 'dev', region, profile, appliances, json }: Flags): Common {
  if (!/^[a-z0-9]{1,40}$/.test(stage)) {
    throw new Wrong(`--stage "${shown(stage)}" is not a stage; use only a-z and 0-9, such as --stage prod`);
  }
  if (region !== undefined && !REGIONS.includes(region)) {
    const guess = closest(region.slice(0, 60), REGIONS) ?? 'ap-northeast-1';
    throw new Wrong(`--region "${shown(region)}" is not a Region that is known here; write one such as ${guess}`);
  }
  return { stage, region, profile, appliances, json: json === true };
}

export function readOptions(args: string[]): Asked {
  try {
    const { words, flags } = readFlags(args);
    if (flags.help) return { ask: 'help' };
    const command = commandOf(words, flags);
    return { ask: 'do', command, common: commonOf(flags) };
  } catch (cause) {
    if (cause instanceof Wrong) return { ask: 'wrong', because: cause.message };
    throw cause;
  }
}
