/**
 * Values that the packager would replace. It resolves `${…}` in what goes into the template, and nothing resolves it in the
 * code of the functions, so that both would mean different things.
 */
import type { Fault } from './faults.ts';

const FAULTS_MAX = 20;

/** Every text with `${` in it, as far as a list of faults is read. */
export function substitutionFaults(written: unknown): Fault[] {
  const faults: Fault[] = [];
  walk(written, [], { faults, seen: new Set() });
  return faults;
}

/** What an alias of YAML refers to is judged once, and may hold itself. */
type Walked = { faults: Fault[]; seen: Set<object> };

function walk(value: unknown, path: PropertyKey[], walked: Walked): void {
  const { faults, seen } = walked;
  if (faults.length >= FAULTS_MAX) return;
  if (typeof value === 'string') {
    if (value.includes('${')) faults.push({ path, message: sentence(value) });
    return;
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  for (const [key, inner] of Object.entries(value))
    walk(inner, [...path, Array.isArray(value) ? Number(key) : key], walked);
}

function sentence(value: string): string {
  const at = value.indexOf('${');
  const found = JSON.stringify(value.slice(at, at + 60));
  return `holds ${found}, which the packager replaces in the template and nothing replaces in the functions; write the value itself`;
}
