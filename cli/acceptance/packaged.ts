/** What `npm run package` writes: the template, and the functions out of their zips. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { adopt } from './children.ts';
import { readTemplate, resourcesOf, type Template } from './deployed/template.ts';
import { fieldsOf } from './moto.ts';
import { unzip } from './unzip.ts';

export type Package = {
  folder: string;
  template: Template;
  /** The file of each function, by the name under which it is deployed. */
  files: Map<string, string>;
};

export const configurationFileIn = (folder: string): string => join(folder, 'appliances.yml');

const LAST_LINES = 1_500;

function packager(folder: string, into: string): Promise<void> {
  const env = {
    HOME: folder,
    TMPDIR: folder,
    SLS_NOTIFICATIONS_MODE: 'off',
    APPLIANCES_FILE: configurationFileIn(folder),
  };
  const serverless = join('node_modules', 'serverless', 'bin', 'serverless.js');
  const child = adopt(spawn(process.execPath, [serverless, 'package', '--package', into], { env, stdio: 'pipe' }));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => (said = `${said}${data}`.slice(-LAST_LINES)));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`packaging failed: ${said}`))));
  });
}

/** Packages this configuration into `folder`, and unpacks every function. */
export async function packageInto(folder: string, configuration: string): Promise<Package> {
  writeFileSync(configurationFileIn(folder), configuration);
  const into = join(folder, 'package');
  await packager(folder, into);
  const template = readTemplate(into);
  const files = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]): [string, string] => {
    const name = String(Properties.FunctionName);
    const zip = join(into, basename(String(fieldsOf(Properties.Code).S3Key)));
    return [name, unpacked(zip, join(folder, 'functions', name), String(Properties.Handler))];
  });
  return { folder: into, template, files: new Map(files) };
}

function unpacked(zip: string, target: string, handler: string): string {
  for (const [path, content] of unzip(readFileSync(zip))) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  }
  const [module] = handler.split('.');
  return join(target, `${module}.mjs`);
}
