/** What `npm run package` writes about the function that asks proofs, with probe.subnets and without. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

type Resource = { Type: string; Properties: Record<string, unknown> };

const folder = mkdtempSync(join(tmpdir(), 'failover-asked-'));
const template = join(folder, 'package', 'cloudformation-template-update-stack.json');
let resources: Record<string, Resource> = {};

const bareEnvironment = { HOME: folder, SLS_NOTIFICATIONS_MODE: 'off' };

beforeAll(() => {
  const asked = readFileSync('appliances.yml', 'utf8')
    .replace('vpc: my-vpc', 'vpc: vpc-0a1b2c3d')
    .replace('failures: 3 }', 'failures: 3, subnets: [subnet-0a1b2c3d, subnet-1a1b2c3d] }');
  const APPLIANCES_FILE = join(folder, 'asked.yml');
  writeFileSync(APPLIANCES_FILE, asked);
  const serverless = join('node_modules', 'serverless', 'bin', 'serverless.js');
  execFileSync(process.execPath, [serverless, 'package', '--package', join(folder, 'package')], {
    ...{ env: { ...bareEnvironment, APPLIANCES_FILE }, stdio: 'pipe' },
  });
  resources = JSON.parse(readFileSync(template, 'utf8')).Resources;
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const property = (of: string, name: string): unknown => resources[of]?.Properties[name];

const GROUP = { 'Fn::GetAtt': ['ProveServiceGroup', 'GroupId'] };

describe('with probe.subnets', () => {
  test('one function stands in them, in a security group of its own', () => {
    expect(property('ProveServiceLambdaFunction', 'VpcConfig')).toEqual({
      SecurityGroupIds: [GROUP],
      SubnetIds: ['subnet-0a1b2c3d', 'subnet-1a1b2c3d'],
    });
    const inside = Object.values(resources).filter(({ Properties }) => Properties.VpcConfig);
    expect(inside.map(({ Properties }) => Properties.FunctionName)).toEqual(['failover-dev-prove-service']);
  });

  test('nothing enters that group, and it is left by the port of the probe alone', () => {
    const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' };
    expect(resources.ProveServiceGroup).toMatchObject({
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { VpcId: 'vpc-0a1b2c3d', SecurityGroupEgress: [rule] },
    });
    expect(property('ProveServiceGroup', 'SecurityGroupIngress')).toBeUndefined();
  });

  test('whoever opens the group of the proofs knows for whom, and nobody else does', () => {
    const knowing = Object.entries(resources).filter(([, { Properties }]) =>
      JSON.stringify(Properties.Environment ?? '').includes('PROVE_SERVICE_GROUP_ID'),
    );
    expect(knowing.map(([id]) => id)).toEqual(['LaunchProofLambdaFunction']);
    const environment = property('LaunchProofLambdaFunction', 'Environment');
    expect(environment).toMatchObject({ Variables: { PROVE_SERVICE_GROUP_ID: GROUP, STAGE: 'dev' } });
  });

  // Where cfn-lint is not installed there is nothing to ask, and a test that cannot fail would only pretend.
  if (spawnSync('cfn-lint', ['--version']).status === 0) {
    test('cfn-lint finds nothing in the template', () => {
      expect(spawnSync('cfn-lint', ['-i', 'W3005', '--', template], { encoding: 'utf8' }).stdout).toBe('');
    }, 60_000);
  }
});

test('without probe.subnets the function stands nowhere, and there is no group', () => {
  const path = JSON.stringify(join(process.cwd(), 'infra', 'prove-service.cjs'));
  const script = `const { vpc, environment, resources } = require(${path});
    console.log(JSON.stringify({ vpc, environment, ...resources({ options: {} }) }))`;
  const said = execFileSync(process.execPath, ['-e', script], { env: bareEnvironment, encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual({ vpc: false, environment: {}, Resources: {} });
});
