/** How a fault of the configuration is said: file, path, what is wrong, and how to mend it, on one line. */

export type Fault = { path: PropertyKey[]; message: string };

/** All faults of one file, one line each: nobody should have to mend a file fault by fault. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

/** As one would write it in code: `appliances[0].vpnCidrs[1]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');
}

export function faultLine(file: string, { path, message }: Fault): string {
  return path.length === 0 ? `${file}: ${message}` : `${file}: ${pathText(path)}: ${message}`;
}
