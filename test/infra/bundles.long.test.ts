/** The calls that a function's code can make, as its bundle shows, against those that its role allows. */
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { statementsFor } from '../../infra/permissions.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import { AS_IAM_SAYS } from '../../simulator/account/iam/requests.ts';
import { ACCOUNT } from '../support/account.ts';
import { aConfiguration, askedAppliance } from '../support/appliances.ts';
import { WITHOUT_A_CALL } from '../support/without-a-call.ts';

const { bundleOptions } = createRequire(import.meta.url)('../../infra/bundle-options.cjs');

const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];
const PREFIX: Record<string, string> = {
  ec2: 'ec2',
  sfn: 'states',
  cloudwatch: 'cloudwatch',
  sns: 'sns',
  lambda: 'lambda',
  'service-quotas': 'servicequotas',
};

/** Everything that makes a function call more than it does by default. */
const DEMANDING = aConfiguration({
  appliances: [
    askedAppliance({
      ...{ userData: 'copy', floatingIp: 'eipalloc-0a1b2c3d' },
      standby: { ...askedAppliance().standby, tier: 'stopped' },
      ...{ vpnCidrs: [], routeTables: [], routes: [{ tables: 'public', to: ['pl-0a1b2c3d'], device: 0 }] },
    }),
  ],
});

const calls = new Map<string, string[]>();

beforeAll(async () => {
  const entryPoints = readdirSync('functions', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `functions/${file}`);
  const options = { ...bundleOptions(DEMANDING), entryPoints, outdir: 'out', write: false, metafile: true };
  const { metafile } = await build(options);
  for (const { entryPoint = '', inputs } of Object.values(metafile?.outputs ?? {})) {
    calls.set(basename(entryPoint, '.ts'), Object.entries(inputs).flatMap(actionOf));
  }
});

/** A command that survived the tree shaking is one that the function can send. */
function actionOf([path, { bytesInOutput }]: [string, { bytesInOutput: number }]): string[] {
  const [, client = '', command] = /client-([\w-]+)\/.*\/commands\/(\w+)Command\.js$/.exec(path) ?? [];
  const action = `${PREFIX[client]}:${command}`;
  return command !== undefined && bytesInOutput > 0 ? [AS_IAM_SAYS[action] ?? action] : [];
}

describe('a role', () => {
  test.each(NAMES)('of %s allows what its code can call, and nothing else', (name) => {
    const statements = statementsFor(name, DEMANDING, ACCOUNT).filter(({ Effect }) => Effect === 'Allow');
    const allowed = statements.flatMap(({ Action }) => Action);
    const needed = [...(calls.get(name) ?? []), ...(WITHOUT_A_CALL[name] ?? [])];
    expect([...new Set(allowed)].sort()).toEqual([...new Set(needed)].sort());
  });
});

/** What of a function's imports is left in its bundle, as the configuration of the tests makes it. */
async function keptIn(entryPoint: string) {
  const entryPoints = [entryPoint];
  const options = { ...bundleOptions(aConfiguration()), entryPoints, outdir: 'out', write: false, metafile: true };
  const { metafile } = await build(options);
  const [output] = Object.values(metafile?.outputs ?? {});
  return Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
}

describe('the prober', () => {
  test('carries nothing of EC2 or SNS unless an allocation id has to be looked up', async () => {
    const kept = await keptIn('functions/triggers/probe-appliance.ts');
    expect(kept.map(([path]) => path).filter((path) => /@aws-sdk\/client-(?!(?:cloudwatch|sfn)\/)/.test(path))).toEqual(
      [],
    );
    expect(kept.flatMap(actionOf).sort()).toEqual([
      'cloudwatch:GetMetricData',
      'cloudwatch:PutMetricData',
      'states:StartExecution',
    ]);
  });
});

describe('who stands inside the VPC', () => {
  test('carries nothing of the SDK at all', async () => {
    const kept = await keptIn('functions/rotation/prove-service.ts');
    expect(kept.map(([path]) => path).filter((path) => /@aws-sdk|@smithy/.test(path))).toEqual([]);
  });
});
