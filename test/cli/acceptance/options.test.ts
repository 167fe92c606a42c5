/** What `npm run acceptance` accepts, and what it says where the emulator is missing. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { MISSING } from '../../../cli/acceptance/find-moto.ts';
import { readOptions } from '../../../cli/acceptance/options.ts';
import { plays } from '../../../cli/acceptance/plays.ts';
import { startRelay } from '../../../cli/acceptance/relay.ts';

describe('a server', () => {
  test.each(['http://127.0.0.1:5000', 'http://localhost:5000/', 'http://[::1]:5000'])('may be %s', (server) =>
    expect(readOptions(['--server', server])).toEqual({ ask: 'run', server: server.replace(/\/$/, '') }),
  );

  test.each([
    'https://ec2.ap-northeast-1.amazonaws.com',
    'http://192.0.2.1:5000',
    'http://127.0.0.1.example.com',
    'http://example.com@127.0.0.2',
    'nonsense',
  ])('is never %s', (server) => expect(readOptions(['--server', server]).ask).toBe('wrong'));
});

test('without moto one line says how to install it, and the exit code is 3', () => {
  const env = { PATH: '/nonexistent' };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/acceptance.ts'], { env, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 3, stdout: '', stderr: `${MISSING}\n` });
  expect(MISSING.split('\n')).toHaveLength(1);
});

test('the relay passes on everything but the creator of a launch template version', async () => {
  const moto = createServer((_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end('<a><createdBy>arn:aws:iam::123456789012:root</createdBy><b>ü</b></a>'),
  );
  await new Promise<void>((resolve) => moto.listen(0, '127.0.0.1', resolve));
  const { port } = moto.address() as { port: number };
  const services = () => {
    throw new Error('nothing is deployed');
  };
  const by = 'arn:aws:sts::123456789012:assumed-role/failover-dev-SweepRole/failover-dev-sweep';
  const words = { creator: () => by, impaired: new Set<string>(), plays: plays() };
  const relay = await startRelay({ moto: `http://127.0.0.1:${port}`, words, services });
  const response = await fetch(relay.url, { method: 'POST', body: 'Action=DescribeLaunchTemplateVersions' });
  expect(await response.text()).toBe(`<a><createdBy>${by}</createdBy><b>ü</b></a>`);
  relay.close();
  moto.close();
});

test('a server that is none of moto is refused in one line, with exit code 3', () => {
  const args = ['cli/acceptance.ts', '--server', 'http://127.0.0.1:9'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  const [line = '', ...more] = stderr.trim().split('\n');
  expect({ status, stdout, more }).toEqual({ status: 3, stdout: '', more: [] });
  expect(line).toMatch(/^no moto answers at http:\/\/127\.0\.0\.1:9, .*python3 -m moto\.server -p 9/);
});
