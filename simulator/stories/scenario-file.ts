/** A scenario by its name, or from a file of the user. */
import { readFileSync, type Stats, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { CHARACTERS_MAX } from '../limits.ts';
import { readScenario, scenarioNames } from './library.ts';
import { scenarioOf } from './scenario-text.ts';
import { type Scenario, ScenarioFileError } from './schema.ts';

/** UTF-8 takes at most four bytes for a character. */
const BYTES_MAX = 4 * CHARACTERS_MAX;

const codeOf = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;

const wrong = (file: string, sentence: string): ScenarioFileError =>
  new ScenarioFileError(oneLine(`${file}: ${sentence}`, 600));

const statOf = (file: string): Stats | undefined => statSync(resolve(file), { throwIfNoEntry: false });

/** A name has no slash and no ending. Where a file has the name of a scenario, the scenario is meant. */
function isFile(asked: string): boolean {
  if (scenarioNames().includes(asked)) return false;
  return /[/\\]|\.(?:ya?ml|json)$/.test(asked) || (asked !== '' && statOf(asked) !== undefined);
}

/**
 * The scenario of this name, or in this file.
 * @throws UnknownScenarioError, or ScenarioFileError with what is wrong and how to fix it.
 */
export const findScenario = (asked: string): Scenario => (isFile(asked) ? readFile(asked) : readScenario(asked));

function readFile(file: string): Scenario {
  const text = textOf(file);
  if (text.includes('\uFFFD')) throw wrong(file, 'is not UTF-8 text; save it as UTF-8');
  return scenarioOf(text, file);
}

function textOf(file: string): string {
  try {
    const found = statOf(file);
    if (!found) {
      throw wrong(file, `there is no such file (${resolve(file)}); name one that exists, or a scenario of --list`);
    }
    if (!found.isFile()) throw wrong(file, 'is a directory or a device; name a file in it, such as my.yml');
    if (found.size > BYTES_MAX) {
      throw wrong(file, `the file has ${found.size} bytes; a scenario has at most ${CHARACTERS_MAX} characters`);
    }
    return readFileSync(resolve(file), 'utf8');
  } catch (cause) {
    if (cause instanceof ScenarioFileError) throw cause;
    throw wrong(file, `cannot be read (${String(codeOf(cause) ?? cause)}); name a file that you may read`);
  }
}
