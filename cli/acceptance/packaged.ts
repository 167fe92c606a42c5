/** What `npm run package` wrote: the functions, out of their zips, with the environment that the template gives them. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { unzip } from './unzip.ts';

export type Place = { region: string; accountId: string; stage: string };

export type PackagedFunction = { name: string; file: string; environment: Record<string, string> };

type Resource = {
  Type: string;
  Properties: {
    FunctionName?: string;
    Code?: { S3Key?: string };
    Handler?: string;
    Environment?: { Variables: object };
  };
};

/** CloudFormation's intrinsic functions, as far as an environment uses them. */
function resolved(value: unknown, { region, accountId, stage }: Place): string {
  if (typeof value === 'string') return value;
  const [key, argument] = Object.entries(Object(value))[0] ?? [];
  if (key === 'Ref') return `failover-${stage}-${String(argument)}`;
  if (key !== 'Fn::Sub') throw new Error(`the environment of a function holds ${key}, which is not known here`);
  const pseudo: Record<string, string> = { Partition: 'aws', Region: region, AccountId: accountId };
  return String(argument).replaceAll(/\$\{AWS::(\w+)\}/g, (whole, name) => pseudo[name] ?? whole);
}

export const configurationFileIn = (folder: string): string => join(folder, 'appliances.yml');

/** Packages this configuration into `folder`, and unpacks every function. */
export function packageInto(folder: string, configuration: string, place: Place): Map<string, PackagedFunction> {
  const file = configurationFileIn(folder);
  writeFileSync(file, configuration);
  const into = join(folder, 'package');
  const env = { HOME: folder, TMPDIR: folder, SLS_NOTIFICATIONS_MODE: 'off', APPLIANCES_FILE: file };
  const serverless = join('node_modules', 'serverless', 'bin', 'serverless.js');
  execFileSync(process.execPath, [serverless, 'package', '--package', into], { env, stdio: 'pipe' });
  const template = JSON.parse(readFileSync(join(into, 'cloudformation-template-update-stack.json'), 'utf8'));
  const resources: Resource[] = Object.values(template.Resources);
  return new Map(
    resources
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => {
        const name = (Properties.FunctionName ?? '').replace(`failover-${place.stage}-`, '');
        return [name, unpacked(folder, name, Properties, place)];
      }),
  );
}

function unpacked(folder: string, name: string, properties: Resource['Properties'], place: Place): PackagedFunction {
  const target = join(folder, 'functions', name);
  for (const [path, content] of unzip(readFileSync(join(folder, 'package', basename(properties.Code?.S3Key ?? ''))))) {
    mkdirSync(dirname(join(target, path)), { recursive: true });
    writeFileSync(join(target, path), content);
  }
  const variables = Object.entries(properties.Environment?.Variables ?? {});
  const environment = Object.fromEntries(variables.map(([key, value]) => [key, resolved(value, place)]));
  const [module] = (properties.Handler ?? '').split('.');
  return { name, file: join(target, `${module}.mjs`), environment };
}
