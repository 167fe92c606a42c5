/** A profile that assumes a role with an MFA device: asked for once, by the SDK's own chain, for all clients. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { ListStateMachinesCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { knownProfiles } from '../../../cli/failover/profiles.ts';
import { createPersonClients } from '../../../shared/aws/person-clients.ts';

const VARIABLES = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_ENDPOINT_URL', 'AWS_PROFILE'];
const before = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));

const CONFIG = `[profile base]
region = eu-west-1

[profile admin]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = base
mfa_serial = arn:aws:iam::123456789012:mfa/ada
region = eu-west-1
`;
const CREDENTIALS = `[base]
aws_access_key_id = AKIABASE
aws_secret_access_key = base-secret
`;

const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2126-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

let folder = '';
let aws: Server;
let requests: { body: string; key: string | undefined }[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'person-'));
  writeFileSync(join(folder, 'config'), CONFIG);
  writeFileSync(join(folder, 'credentials'), CREDENTIALS);
  requests = [];
  aws = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push({ body, key: /Credential=([A-Z]+)/.exec(request.headers.authorization ?? '')?.[1] });
      const assumes = body.includes('Action=AssumeRole');
      response.setHeader('content-type', assumes ? 'text/xml' : 'application/x-amz-json-1.0');
      response.end(assumes ? ASSUMED : '{"stateMachines":[]}');
    });
  });
  await new Promise<void>((resolve) => aws.listen(0, '127.0.0.1', resolve));
  process.env.AWS_CONFIG_FILE = join(folder, 'config');
  process.env.AWS_SHARED_CREDENTIALS_FILE = join(folder, 'credentials');
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(aws.address() as AddressInfo).port}`;
  delete process.env.AWS_PROFILE;
});

afterEach(() => {
  for (const [name, value] of Object.entries(before)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  aws.closeAllConnections();
  aws.close();
  rmSync(folder, { recursive: true });
});

const listing = new ListStateMachinesCommand({});

test('the code is asked for once, whichever client comes first, and the role is used', async () => {
  const asked: string[] = [];
  const askMfaCode = async (device: string) => {
    asked.push(device);
    return '123456';
  };
  const { sfn, cloudwatch } = createPersonClients({ region: 'ap-northeast-1', profile: 'admin', askMfaCode });
  await sfn.send(listing);
  await cloudwatch.send(new DescribeAlarmsCommand({})).catch(() => undefined);
  expect(asked).toEqual(['arn:aws:iam::123456789012:mfa/ada']);
  const [assuming, ...others] = requests;
  expect(assuming).toMatchObject({ key: 'AKIABASE', body: expect.stringContaining('TokenCode=123456') });
  expect(others.map(({ key }) => key)).toEqual(['ASIAROLE', 'ASIAROLE']);
});

test('without credentials, the SDK says what it lacks', async () => {
  const { sfn } = createPersonClients({ region: 'ap-northeast-1', profile: 'admin', askMfaCode: undefined });
  await expect(sfn.send(listing)).rejects.toThrow(/requires multi-factor authentication, but no MFA code callback/);
  expect(requests).toEqual([]);
});

test('the profiles of both files are known, of which --profile names one', () => {
  expect(knownProfiles(process.env)).toEqual(['admin', 'base']);
  expect(knownProfiles({ AWS_CONFIG_FILE: '/no/such/file', AWS_SHARED_CREDENTIALS_FILE: '/nor/this' })).toEqual([]);
});

test('AWS_PROFILE counts where no profile is named', async () => {
  process.env.AWS_PROFILE = 'base';
  const { sfn } = createPersonClients({ region: 'ap-northeast-1', profile: undefined, askMfaCode: undefined });
  await sfn.send(listing);
  expect(requests).toEqual([expect.objectContaining({ key: 'AKIABASE' })]);
});
