/** Where the scenarios are: a folder of files in a checkout, and a part of the program in the released package. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const FOLDER = join(import.meta.dirname, '..', 'scenarios');
const ENDING = '.yml';

export const scenarioNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => basename(file, ENDING))
    .toSorted();

export const scenarioText = (name: string): string => readFileSync(join(FOLDER, `${name}${ENDING}`), 'utf8');
