/** How the benches speak: rows of percentiles, and progress where somebody looks on. */

export const say = (line = ''): void => {
  process.stdout.write(`${line}\n`);
};

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const row = (name: string, values: number[], digits = 2): string =>
  [name.padEnd(34), ...[0.5, 0.95].map((share) => percentile(values, share).toFixed(digits).padStart(9))].join('');

export function progress(done: number, of: number, unit = 'seeds'): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} ${unit}${done === of ? '\n' : ''}`);
}
