/** The project's own source as text, for the tests that judge its shape. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

/** `valueImports` are those that exist at run time: types may know each other, modules may not run in a circle. */
export type SourceFile = { path: string; text: string; imports: string[]; valueImports: string[] };

const ROOMS = ['functions', 'shared', 'simulator', 'cli', 'infra'];

const namesIn = (text: string): string[] =>
  [...text.matchAll(/(?:from|import|require)\s*\(?\s*'([^']+)'/g)].flatMap(([, name]) => name ?? []);

/** Local imports as paths from the root; packages as they are named. */
function importsOf(path: string, text: string): string[] {
  return namesIn(text).map((name) => (name.startsWith('.') ? normalize(join(dirname(path), name)) : name));
}

export function sourceFiles(rooms: string[] = ROOMS): SourceFile[] {
  return rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|cjs)$/.test(entry.name))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        const text = readFileSync(path, 'utf8');
        const valueText = text.replace(/^import type [\s\S]*?;$/gm, '');
        return { path, text, imports: importsOf(path, text), valueImports: importsOf(path, valueText) };
      }),
  );
}
