/** Writes THIRD-PARTY-NOTICES, the licences of what esbuild really puts into the functions: `npm run notices`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Metafile } from 'esbuild';
import { loadConfiguration } from '../shared/config.ts';

const { bundleOptions } = createRequire(import.meta.url)('./bundle-options.cjs');

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const NOTICES_FILE = join(ROOT, 'THIRD-PARTY-NOTICES');

export type Bundled = { name: string; version: string; license: string; texts: string[] };

const INTRODUCTION = `Third-party notices

The functions of this project carry code of the packages below. esbuild's metafile says which, and \`npm run notices\`
writes this file anew. It travels in the zip of every function.
`;

/** The folder of the package that an input comes from; undefined for our own files. */
const folderOf = (input: string): string | undefined => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];

const isLicence = (file: string): boolean => /^(licen[cs]e|notice|copying)([.-].*)?$/i.test(file);

/** The permission of MIT, for a package that names the licence and its copyright but ships no text of it. */
const MIT = readFileSync(join(ROOT, 'infra', 'licences', 'MIT.txt'), 'utf8').trim();

/** The licence of this project as well. */
const APACHE = readFileSync(join(ROOT, 'LICENSE'), 'utf8').trim();

/** The sentence of the README that holds the copyright, without its links. */
function copyrightIn(folder: string): string | undefined {
  const readme = readdirSync(join(ROOT, folder)).find((file) => /^readme(\.md)?$/i.test(file));
  const text = readme === undefined ? '' : readFileSync(join(ROOT, folder, readme), 'utf8');
  return /Copyright \(c\).*/i.exec(text)?.[0].replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
}

function describe(folder: string): Bundled {
  const { name, version, license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
  const files = readdirSync(join(ROOT, folder)).filter(isLicence).toSorted();
  const texts = files.map((file) => readFileSync(join(ROOT, folder, file), 'utf8').trim());
  if (texts.length > 0) return { name, version, license: String(license), texts };
  const copyright = copyrightIn(folder);
  if (license === 'MIT' && copyright !== undefined)
    return { name, version, license, texts: [`${copyright}\n\n${MIT}`] };
  // It asks for its own text, and for the notices that a package ships: this one ships none.
  if (license === 'Apache-2.0') return { name, version, license, texts: [APACHE] };
  throw new Error(
    `${name} ${version} (${license}) is bundled and ships no licence text: find it, or remove the package`,
  );
}

/** Every package that leaves at least one byte in at least one function, in any configuration. */
export async function bundledPackages(): Promise<Bundled[]> {
  const options = bundleOptions(loadConfiguration(join(ROOT, 'appliances.yml')));
  const functions = readdirSync(join(ROOT, 'functions'), { recursive: true, encoding: 'utf8' });
  const { metafile } = await build({
    ...options,
    // The prober asks EC2 in some configurations only; the file is one for all of them.
    define: { ...options.define, PROBER_ASKS_EC2: 'true' },
    absWorkingDir: ROOT,
    entryPoints: functions.filter((file) => file.endsWith('.ts')).map((file) => `functions/${file}`),
    outdir: 'out',
    write: false,
    metafile: true,
  });
  return packagesIn(metafile ?? { inputs: {}, outputs: {} });
}

/** Every package that leaves at least one byte in an output. */
export function packagesIn({ outputs }: Metafile): Bundled[] {
  const inputs = Object.values(outputs).flatMap(({ inputs: of }) => Object.entries(of));
  const folders = inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? (folderOf(path) ?? []) : []));
  return [...new Set(folders)].toSorted().map(describe);
}

/** Packages with the same text share it. */
export function noticesOf(packages: readonly Bundled[], introduction = INTRODUCTION): string {
  const byText = Map.groupBy(packages, ({ texts }) => texts.join('\n\n'));
  const line = '-'.repeat(80);
  const sections = [...byText].map(([text, of]) => {
    const heads = of.map(({ name, version, license }) => `${name} ${version} (${license})`);
    return [line, ...heads, line, '', text, ''].join('\n');
  });
  return [introduction, ...sections].join('\n');
}

if (import.meta.main) {
  const packages = await bundledPackages();
  writeFileSync(NOTICES_FILE, noticesOf(packages));
  process.stdout.write(`THIRD-PARTY-NOTICES: ${packages.length} packages\n`);
}
