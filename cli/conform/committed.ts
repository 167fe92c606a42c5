/** The conformance files of real accounts that are part of the project. */
import type { Door } from './door.ts';
import { type ConformanceFile, readFile } from './file.ts';
import { COMMITTED } from './unobserved.ts';

export function committedFiles({ list, read }: Pick<Door, 'list' | 'read'>): ConformanceFile[] {
  return list(COMMITTED)
    .filter((name) => name.endsWith('.json'))
    .map((name) => readFile(read(`${COMMITTED}/${name}`) ?? '', name));
}
