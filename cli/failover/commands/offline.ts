/** The commands that ask nothing of AWS. */
import type { Command } from '../command.ts';
import type { Answered, Offline } from '../setting.ts';
import { configOffline } from './config.ts';
import { cost } from './cost.ts';

export const OFFLINE = { cost, config: configOffline };

const isOffline = (command: Command): boolean =>
  command.command === 'config' ? !command.deployed : command.command in OFFLINE;

/** Undefined for a command that asks AWS. */
export function carryOutOffline(
  command: Command,
  within: Parameters<Offline<'cost'>>[1],
): Promise<Answered> | undefined {
  if (!isOffline(command)) return undefined;
  const carryOut = OFFLINE[command.command as keyof typeof OFFLINE] as Offline<Command['command']>;
  return carryOut(command, within);
}
