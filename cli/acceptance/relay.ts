/**
 * The endpoint of the functions. Step Functions and Lambda are answered here: moto runs neither without Docker. All else goes
 * to moto as it is, and two words of its answers are changed (`words.ts`).
 */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { StepFunctions } from '../../simulator/account/sfn/state.ts';
import type { Invoke } from './functions.ts';
import { changed, type Words } from './words.ts';

type Answer = { status: number; type: string; body: string };

type Relay = { url: string; close(): void };

type Behind = {
  moto: string;
  words: Words;
  services: () => { stepFunctions: StepFunctions; invoke: Invoke };
};

const JSON_TYPE = 'application/x-amz-json-1.0';
const json = (value: unknown, status = 200): Answer => ({ status, type: JSON_TYPE, body: JSON.stringify(value) });

/** The protocol has seconds where the SDK has dates. */
const withSeconds = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime() / 1_000;
  if (Array.isArray(value)) return value.map(withSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withSeconds(inner)]));
};

function stepFunctionsSay(action: string, body: string, { stepFunctions }: ReturnType<Behind['services']>): Answer {
  try {
    const run = stepFunctions.actions[action];
    if (!run) return json({ __type: 'UnknownOperationException', message: action }, 400);
    return json(withSeconds(run(JSON.parse(body))));
  } catch (cause) {
    const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
    return json({ __type: name, message }, 400);
  }
}

async function lambdaSays(path: string, body: string, { invoke }: ReturnType<Behind['services']>): Promise<Answer> {
  if (path.includes('account-settings')) return json({ AccountLimit: { ConcurrentExecutions: 1_000 } });
  const [, name = ''] = /\/functions\/(?:[^/]*:)?([^/:]+)\/invocations/.exec(decodeURIComponent(path)) ?? [];
  return json(await invoke(name, JSON.parse(body || 'null')));
}

async function motoSays(request: IncomingMessage, body: Buffer, { moto, words }: Behind): Promise<Answer> {
  const headers = new Headers();
  for (const [key, value] of Object.entries(request.headers)) {
    if (typeof value === 'string' && !['host', 'connection', 'content-length'].includes(key)) headers.set(key, value);
  }
  const response = await fetch(`${moto}${request.url}`, {
    method: request.method ?? 'POST',
    headers,
    body: new Uint8Array(body),
  });
  const type = response.headers.get('content-type') ?? '';
  if (!type.includes('xml'))
    return { status: response.status, type, body: Buffer.from(await response.arrayBuffer()).toString('latin1') };
  const text = await response.text();
  return { status: response.status, type, body: Buffer.from(changed(text, words)).toString('latin1') };
}

async function answerTo(request: IncomingMessage, behind: Behind): Promise<Answer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const body = Buffer.concat(parts);
  const [, action] = /^AWSStepFunctions\.(\w+)$/.exec(String(request.headers['x-amz-target'])) ?? [];
  if (action) return latin(stepFunctionsSay(action, body.toString('utf8'), behind.services()));
  if (/^\/\d{4}-\d\d-\d\d\/(functions|account-settings)/.test(request.url ?? ''))
    return latin(await lambdaSays(request.url ?? '', body.toString('utf8'), behind.services()));
  return motoSays(request, body, behind);
}

const latin = (answer: Answer): Answer => ({ ...answer, body: Buffer.from(answer.body).toString('latin1') });

function closed(server: Server): void {
  server.closeAllConnections();
  server.close();
}

export function startRelay(behind: Behind): Promise<Relay> {
  const server: Server = createServer((request, response) => {
    answerTo(request, behind).then(
      ({ status, type, body }) =>
        response
          .writeHead(status, {
            'content-type': type,
            ...(type.includes('cbor') && { 'smithy-protocol': 'rpc-v2-cbor' }),
          })
          .end(Buffer.from(body, 'latin1')),
      (cause) => response.writeHead(502).end(String(cause)),
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      resolve({ url: `http://127.0.0.1:${port}`, close: () => closed(server) });
    });
  });
}
