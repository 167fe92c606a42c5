/** The command line in a process of its own, with real signals, at an endpoint on this machine. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type FakeAws, fakeAws } from '../../support/fake-aws.ts';
import { type Ended, runProgram } from '../../support/run-program.ts';

const CLI = join(import.meta.dirname, '..', '..', '..', 'cli', 'failover.ts');

let folder = '';
let aws: FakeAws | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'failover-'));
});

afterEach(() => {
  aws?.close();
  rmSync(folder, { recursive: true });
});

/** `press` is sent as soon as the output says `when`. */
function run(args: string[], options: { env?: object; when?: RegExp; press?: NodeJS.Signals } = {}): Promise<Ended> {
  const files = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };
  const place = { AWS_ENDPOINT_URL: aws?.url, AWS_EC2_METADATA_DISABLED: 'true', PATH: process.env.PATH, HOME: folder };
  const env = { ...place, ...files, AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 's', ...options.env };
  return runProgram(CLI, args, { ...options, env });
}

const FAILOVER = ['failover', 'sophos', '--reason', 'it drops packets', '--region', 'ap-northeast-1'];

describe('a run that was started', () => {
  test.each<NodeJS.Signals>(['SIGINT', 'SIGTERM', 'SIGHUP'])('continues in AWS after %s: 4, at once', async (press) => {
    aws = await fakeAws();
    const { code, signal, out, complaints } = await run(FAILOVER, { when: /is started/, press });
    expect({ code, signal, complaints }).toEqual({ code: 4, signal: null, complaints: '' });
    expect(out).toMatch(
      /no longer followed \(interrupted\); person-sophos-\S+ continues in AWS\. To follow it again: npm run failover -- follow sophos person-sophos-\S+ --region ap-northeast-1 --stage dev\n$/,
    );
  });
});

test('what AWS has not acknowledged is not called started', async () => {
  aws = await fakeAws({ StartExecution: 500 });
  const { code, out } = await run(FAILOVER);
  expect(code).toBe(4);
  expect(out).not.toMatch(/is started/);
  expect(out).toMatch(/^AWS has not said whether it started person-sophos-\S+ \(.*\); it may run\./);
  expect(aws.asked.filter(({ action }) => action === 'StartExecution').length).toBeGreaterThan(1);
});

test('without credentials the reason of the SDK is passed on, and nothing hangs', async () => {
  aws = await fakeAws();
  const { code, complaints } = await run(['status', '--region', 'ap-northeast-1'], {
    env: { AWS_ACCESS_KEY_ID: undefined },
  });
  expect(code).toBe(1);
  expect(complaints).toMatch(
    /^cannot look for stage "dev" in ap-northeast-1: there are no AWS credentials to use \(CredentialsProviderError: Could not load credentials from any providers\); log in, or name a profile with --profile\n$/,
  );
});

test('a profile with an MFA device says what it lacks where there is no terminal', async () => {
  aws = await fakeAws();
  const mfa = 'arn:aws:iam::123456789012:mfa/ada';
  const role = `role_arn = arn:aws:iam::123456789012:role/admin\nsource_profile = base\nmfa_serial = ${mfa}\n`;
  writeFileSync(join(folder, 'config'), `[profile admin]\n${role}`);
  writeFileSync(join(folder, 'credentials'), '[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = s\n');
  const env = { AWS_ACCESS_KEY_ID: undefined };
  const { code, complaints } = await run(['status', '--profile', 'admin', '--region', 'ap-northeast-1'], { env });
  expect(code).toBe(1);
  expect(complaints).toMatch(/requires multi-factor authentication, but no MFA code callback was provided/);
  expect(aws.asked).toEqual([]);
});
