/** The compiled template, as the packager wrote it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fields } from '../moto.ts';

type Resource = { Type: string; Properties: Fields };

export type Template = {
  /** The very bytes that are deployed. */
  text: string;
  sha256: string;
  resources: Map<string, Resource>;
};

export const hashOf = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

export function readTemplate(folder: string): Template {
  const text = readFileSync(join(folder, 'cloudformation-template-update-stack.json'), 'utf8');
  const declared: Record<string, Resource> = JSON.parse(text).Resources;
  return { text, sha256: hashOf(text).toString('hex'), resources: new Map(Object.entries(declared)) };
}

export const resourcesOf = ({ resources }: Template, type: string): [string, Resource][] =>
  [...resources].filter(([, { Type }]) => Type === type);
