/** What the emulator has, compared with what the template says. What AWS adds makes no difference. */

/** `absent`: the emulator's answer does not have it at all; else it has another value. */
type Difference = { path: string; absent: boolean; wanted: unknown; found: unknown };

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Some services answer with text where the template has a number or a boolean. */
const same = (wanted: unknown, found: unknown): boolean => String(wanted) === String(found);

export function differences(wanted: unknown, found: unknown, path = ''): Difference[] {
  const at = (key: string | number): string => (path === '' ? String(key) : `${path}.${key}`);
  if (found === undefined || found === null) return [{ path, absent: true, wanted, found }];
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found) || found.length !== wanted.length) return [{ path, absent: false, wanted, found }];
    return wanted.flatMap((each, index) => differences(each, found[index], at(index)));
  }
  if (isFields(wanted)) {
    if (!isFields(found)) return [{ path, absent: false, wanted, found }];
    return Object.entries(wanted).flatMap(([key, each]) => differences(each, found[key], at(key)));
  }
  return same(wanted, found) ? [] : [{ path, absent: false, wanted, found }];
}
