/** The real prober against real servers on this machine: what counts as an answer, and what does not. */
import { once } from 'node:events';
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { ProbeTarget } from '../../shared/domain/probing/probing.ts';
import { networkProber } from '../../shared/prober.ts';
import { selfSigned } from '../support/self-signed.ts';

const CERTIFICATE = selfSigned();

const servers: Server[] = [];

async function listening(server: Server | HttpServer): Promise<number> {
  servers.push(server as Server);
  // A connection that a test leaves open must not keep it from ending.
  server.on('connection', (socket) => socket.on('error', () => undefined).unref());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const ask = (target: Partial<ProbeTarget>) =>
  networkProber.probe({ protocol: 'tcp', host: '127.0.0.1', port: 1, path: '/', timeoutMs: 1_000, ...target });

type Respond = (request: IncomingMessage, response: ServerResponse) => void;

async function askPage(respond: Respond, target: Partial<ProbeTarget> = {}) {
  const port = await listening(createHttps(CERTIFICATE, respond));
  return ask({ protocol: 'https', port, ...target });
}

describe('tcp', () => {
  test('asks for no more than a connection', async () => {
    const port = await listening(createTcp());
    expect(await ask({ port })).toEqual({ answered: true, detail: 'connected' });
  });

  test('is refused where nothing listens', async () => {
    const port = await listening(createTcp());
    servers.splice(0)[0]?.close();
    expect(await ask({ port })).toMatchObject({ answered: false, detail: expect.stringContaining('ECONNREFUSED') });
  });

  test('does not count as asked while the name of the host leads nowhere', async () => {
    expect(await ask({ host: 'appliance.invalid' })).toMatchObject({ answered: false, unasked: true });
  });

  test('finds a host by its name', async () => {
    const port = await listening(createTcp());
    expect(await ask({ host: 'localhost', port })).toEqual({ answered: true, detail: 'connected' });
  });

  test('asks no host at a port that does not exist, and says so', async () => {
    expect(await ask({ port: 70_000 })).toMatchObject({ answered: false, unasked: true });
  });
});

describe('a signal', () => {
  test('ends an attempt at once, and its socket with it', async () => {
    const server = createTcp();
    const port = await listening(server);
    const connected = once(server, 'connection');
    const over = new AbortController();
    const target: ProbeTarget = { protocol: 'tls', host: '127.0.0.1', port, path: '/', timeoutMs: 60_000 };
    const asked = networkProber.probe(target, over.signal);
    const [socket] = await connected;
    const closed = once(socket, 'close');
    over.abort();
    expect(await asked).toMatchObject({ answered: false, detail: 'another answer came first' });
    await closed;
  });

  test('that was given before means that nothing is asked', async () => {
    const target: ProbeTarget = { protocol: 'tcp', host: '127.0.0.1', port: 1, path: '/', timeoutMs: 1_000 };
    expect(await networkProber.probe(target, AbortSignal.abort())).toMatchObject({ answered: false, unasked: true });
  });
});

describe('tls', () => {
  test('asks for a finished handshake, with any certificate', async () => {
    const port = await listening(createTls(CERTIFICATE));
    expect(await ask({ protocol: 'tls', port })).toEqual({ answered: true, detail: 'handshake done' });
  });

  test('is not satisfied with a connection on which nothing is sent', async () => {
    const port = await listening(createTcp());
    expect(await ask({ protocol: 'tls', port, timeoutMs: 100 })).toEqual({
      answered: false,
      detail: 'no answer in 100 ms',
    });
  });

  test('says whom it wants to speak to, where that is a name', async () => {
    const names: unknown[] = [];
    const server = createTls({ ...CERTIFICATE, SNICallback: (name, done) => done(null, void names.push(name)) });
    const port = await listening(server);
    await ask({ protocol: 'tls', host: 'localhost', port });
    expect(names).toEqual(['localhost']);
  });
});

describe('https', () => {
  test.each([
    { status: 200, answered: true },
    { status: 302, answered: true },
    { status: 401, answered: true },
    { status: 404, answered: true },
    { status: 500, answered: false },
    { status: 503, answered: false },
  ])('takes a status of $status for an answer: $answered', async ({ status, answered }) => {
    const answer = await askPage((_, response) => response.writeHead(status).end());
    expect(answer).toEqual({ answered, detail: `status ${status}` });
  });

  test('takes exactly the status that it is given', async () => {
    const maintenance: Respond = (_, response) => response.writeHead(503).end();
    expect(await askPage(maintenance, { status: 503 })).toMatchObject({ answered: true });
    expect(await askPage(maintenance, { status: 200 })).toEqual({ answered: false, detail: 'status 503' });
  });

  test('asks for the path, at the address and port', async () => {
    let asked: unknown;
    await askPage(
      ({ url, headers }, response) => {
        asked = { url, host: headers.host };
        response.end();
      },
      { path: '/health?full=1' },
    );
    expect(asked).toEqual({ url: '/health?full=1', host: expect.stringMatching(/^127\.0\.0\.1:\d+$/) });
  });

  test('finds the text wherever its bytes are cut', async () => {
    const bytes = Buffer.from('it is running, grüße');
    const answer = await askPage(
      (_, response) => {
        response.write(bytes.subarray(0, 17));
        setTimeout(() => response.end(bytes.subarray(17)), 20);
      },
      { text: 'grüße' },
    );
    expect(answer).toEqual({ answered: true, detail: 'status 200, and the text' });
  });

  test('does not take a page without the text for an answer, nor the text with a wrong status', async () => {
    const page: Respond = (_, response) => response.writeHead(500).end('running');
    expect(await askPage((_, response) => response.end('stopped'), { text: 'running' })).toEqual({
      answered: false,
      detail: 'status 200, but the text is missing',
    });
    expect(await askPage(page, { text: 'running' })).toEqual({ answered: false, detail: 'status 500' });
  });

  test('reads no further than 64 KB', async () => {
    const long = (before: number): Respond => {
      const page = `${'.'.repeat(before)}running`;
      return (_, response) => response.end(page);
    };
    expect(await askPage(long(64 * 1024 - 7), { text: 'running' })).toMatchObject({ answered: true });
    expect(await askPage(long(64 * 1024), { text: 'running' })).toMatchObject({ answered: false });
  });

  test('has one patience for the connection, the page and all of its text', async () => {
    const dripping: Respond = (_, response) => {
      response.write('.');
      setInterval(() => response.write('.'), 20).unref();
    };
    expect(await askPage(dripping, { text: 'running', timeoutMs: 200 })).toEqual({
      answered: false,
      detail: 'no answer in 200 ms',
    });
  });

  test('is not misled by a page that breaks off', async () => {
    const breaking: Respond = (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('runn');
      setTimeout(() => response.destroy(), 20);
    };
    expect(await askPage(breaking, { text: 'running' })).toMatchObject({ answered: false });
  });
});
