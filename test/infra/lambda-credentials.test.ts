/** A bundled handler, run as Lambda runs it, signs its requests with what its environment says at that moment. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { aConfiguration } from '../support/appliances.ts';

const { bundleOptions } = createRequire(import.meta.url)('../../infra/bundle-options.cjs');

const FUNCTION = 'takeover/claim';

const folder = mkdtempSync(join(tmpdir(), 'failover-credentials-'));
const handler = join(folder, 'handler.mjs');
const script = join(folder, 'run.mjs');
const seen: IncomingHttpHeaders[] = [];
let server: Server;

/** Asks twice, with other credentials the second time: Lambda's environments live for hours. */
const SCRIPT = `
import { readFileSync } from 'node:fs';
const { handler } = await import(${JSON.stringify(pathToFileURL(handler).href)});
const event = JSON.parse(readFileSync(${JSON.stringify(resolve(`events/${FUNCTION}.json`))}, 'utf8'));
for (const key of process.argv.slice(2)) {
  if (key !== '-') process.env.AWS_ACCESS_KEY_ID = key;
  await handler(event, { functionName: 'f', awsRequestId: 'r' }).catch((error) => console.log(error.message));
}
process.exit();
`;

const REFUSED =
  '<?xml version="1.0"?><Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>';

beforeAll(async () => {
  const entry = { entryPoints: [`functions/${FUNCTION}.ts`], outfile: handler, logLevel: 'silent' };
  await build({ ...bundleOptions(aConfiguration()), ...entry });
  writeFileSync(script, SCRIPT);
  server = createServer(({ headers }, answer) => {
    seen.push(headers);
    answer.writeHead(403, { 'content-type': 'text/xml' }).end(REFUSED);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
}, 60_000);

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  seen.length = 0;
});

/** What the handler printed, with nothing in its environment but what Lambda would put there. */
async function run(keys: string[], credentials: Record<string, string>): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [script, ...keys], {
    env: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'ap-northeast-1',
      STAGE: 'dev',
      SWEEP_ROLE_NAME: 'failover-dev-SweepRole-1',
      REFERENCE_HOSTS: 'ec2.ap-northeast-1.amazonaws.com',
      TAKEOVER_MACHINE_ARN: 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-takeover',
      ...credentials,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += String(chunk);
  });
  await once(child, 'close');
  return text;
}

describe('a bundled handler', () => {
  test('signs with the credentials and the token of its environment', async () => {
    await run(['AKIDFIRST'], { AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' });
    expect(seen[0]?.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDFIRST\/\d{8}\/ap-northeast-1\/(ec2|states)\/aws4_request, SignedHeaders=.+, Signature=[0-9a-f]{64}$/,
    );
    expect(seen[0]?.['x-amz-security-token']).toBe('token');
  }, 30_000);

  test('takes other credentials as soon as the environment has them', async () => {
    await run(['AKIDFIRST', 'AKIDSECOND'], { AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' });
    const keys = seen.map(({ authorization = '' }) => /Credential=(\w+)/.exec(authorization)?.[1]);
    expect([...new Set(keys)]).toEqual(['AKIDFIRST', 'AKIDSECOND']);
  }, 30_000);

  test('says which variable is missing, and sends nothing', async () => {
    const text = await run(['-'], { AWS_ACCESS_KEY_ID: 'AKIDFIRST' });
    expect(text).toContain('AWS_SECRET_ACCESS_KEY is not set');
    expect(seen).toEqual([]);
  }, 30_000);
});
