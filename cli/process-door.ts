/** What every command of the command line that asks AWS takes from the process. */
import { randomUUID } from 'node:crypto';
import { userInfo } from 'node:os';
import { systemClock } from '../shared/clock.ts';
import { networkProber } from '../shared/prober.ts';
import { processPerson } from './person.ts';
import { runFramework } from './run-framework.ts';
import { saveFile } from './save-file.ts';

export const processDoor = () => ({
  clock: systemClock,
  prober: networkProber,
  configuration: async (file: string | undefined) => {
    const { loadConfiguration } = await import('../shared/config.ts');
    return file === undefined ? loadConfiguration() : loadConfiguration(file);
  },
  environment: process.env,
  person: processPerson(),
  user: userInfo().username,
  newId: randomUUID,
  framework: runFramework,
  write: saveFile,
});

/** A run that is no longer followed leaves requests and timers behind that are not waited for. */
export const exitWith = (code: number): void => {
  process.stdout.write('', () => process.exit(code));
};
