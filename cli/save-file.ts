/** Writes a file that a person asked for. */
import { writeFileSync } from 'node:fs';
import { RefusedError } from '../shared/domain/errors.ts';

/** @throws RefusedError with the system's reason. */
export function saveFile(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    const { code = String(cause) } = Object(cause) as { code?: string };
    throw new RefusedError(`${file} cannot be written (${code}); name a file that you may write`, { cause });
  }
}
