/** How large each function is and how long its cold import takes, beside the same handler under esbuild's defaults. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Configuration } from '../shared/domain/appliance.ts';

const { bundleOptions } = createRequire(import.meta.url)('./bundle-options.cjs') as {
  bundleOptions: (configuration: Configuration) => Record<string, unknown>;
};

/** What `esbuild --bundle` makes of a handler for Node without further options. */
const DEFAULTS = { bundle: true, minify: true, platform: 'node' } as const;

type ColdImport = { name: string; bytes: number; defaultBytes: number; ms: number; defaultMs: number };

const TIMER =
  'const from=performance.now();await import(process.argv[1]);process.stdout.write(String(performance.now()-from));process.exit()';

function importMs(file: string): number {
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', TIMER, pathToFileURL(file).href], {
    encoding: 'utf8',
  });
  return Number(printed);
}

const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The two are measured in turns, so that other load on the machine affects both alike. */
function measure({ ours, theirs }: { ours: string; theirs: string }, times: number): { ms: number; defaultMs: number } {
  const pairs = Array.from({ length: times }, () => ({ ms: importMs(ours), defaultMs: importMs(theirs) }));
  return { ms: median(pairs.map(({ ms }) => ms)), defaultMs: median(pairs.map(({ defaultMs }) => defaultMs)) };
}

export async function coldImports(configuration: Configuration, times = 9): Promise<ColdImport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'cold-import-'));
  try {
    const entryPoints = readdirSync('functions', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join('functions', file));
    const define = { BUNDLED_CONFIGURATION: JSON.stringify(configuration) };
    const flat = { entryPoints, entryNames: '[name]' };
    await build({
      ...bundleOptions(configuration),
      ...flat,
      outdir: join(folder, 'ours'),
      outExtension: { '.js': '.mjs' },
    });
    await build({ ...DEFAULTS, ...flat, define, outdir: join(folder, 'theirs'), outExtension: { '.js': '.cjs' } });
    return entryPoints.map((entry) => {
      const name = basename(entry, '.ts');
      const ours = join(folder, 'ours', `${name}.mjs`);
      const theirs = join(folder, 'theirs', `${name}.cjs`);
      const sizes = { bytes: statSync(ours).size, defaultBytes: statSync(theirs).size };
      return { name, ...sizes, ...measure({ ours, theirs }, times) };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
