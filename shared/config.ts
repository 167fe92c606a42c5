/** From `appliances.yml` to a typed, frozen configuration, or to every fault at once. The only reader of its variables. */
import { readFileSync } from 'node:fs';
import { systemClock } from './clock.ts';
import { ConfigurationError } from './config/faults.ts';
import { parseConfiguration } from './config/parse.ts';
import type { Configuration } from './domain/appliance.ts';

export { ConfigurationError } from './config/faults.ts';
export { parseConfiguration } from './config/parse.ts';

/** `APPLIANCES_FILE` names another file, wherever this project reads one. */
export const configurationFile = (): string => process.env.APPLIANCES_FILE || 'appliances.yml';

/** A region in the file wins: an appliance does not move because the operator's shell is set to another Region. */
export function loadConfiguration(file: string = configurationFile(), now: Date = systemClock.now()): Configuration {
  return parseConfiguration(textOf(file), {
    ...{ file, region: process.env.AWS_REGION || undefined, now: now.toISOString() },
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') {
      throw new ConfigurationError([
        `${file}: there is no such file; create it, or name another one in APPLIANCES_FILE`,
      ]);
    }
    throw new ConfigurationError([
      `${file}: cannot be read (${String(code)}); name a readable file in APPLIANCES_FILE`,
    ]);
  }
}
