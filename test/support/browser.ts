/** A headless Chromium of the machine, driven over its own protocol; nothing is installed for it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Its path; undefined where there is none. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(canRun);
}

function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

type Answer = {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: unknown;
};

type Look = { width: number; scheme: 'light' | 'dark' };

export type Page = {
  /** What the page, or the browser about it, has complained of so far. */
  complaints: string[];
  evaluate(expression: string): Promise<unknown>;
};

function addressIn({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    stderr?.on('data', (chunk) => {
      said += String(chunk);
      const [, address] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
      if (address) resolve(address);
    });
    stderr?.on('close', () => reject(new Error(`the browser ended: ${said.slice(0, 500)}`)));
  });
}

async function connect(address: string) {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  const listeners: ((answer: Answer) => void)[] = [];
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const answer: Answer = JSON.parse(String(data));
    if (answer.id === undefined) for (const listen of listeners) listen(answer);
    else waiting.get(answer.id)?.(answer);
  });
  const send = (method: string, params: object = {}, sessionId?: string): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, ({ result = {}, error }) => {
        if (error) reject(new Error(`${method}: ${JSON.stringify(error)}`));
        else resolve(result);
      });
      socket.send(JSON.stringify({ id: last, method, params, sessionId }));
    });
  return { send, listeners, close: () => socket.close() };
}

async function openPage(address: string, file: string, { width, scheme }: Look) {
  const { send, listeners, close } = await connect(address);
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const ask = (method: string, params: object = {}) => send(method, params, String(sessionId));
  const complaints: string[] = [];
  const url = `file://${file}`;
  const loaded = new Promise<void>((resolve) => {
    listeners.push(({ method = '', params }) => {
      if (method === 'Page.loadEventFired') resolve();
      if (/exceptionThrown|entryAdded|consoleAPICalled/.test(method)) complaints.push(JSON.stringify(params));
      const { request } = Object(params) as { request?: { url: string } };
      if (method === 'Network.requestWillBeSent' && request?.url !== url) complaints.push(`asked for ${request?.url}`);
    });
  });
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await ask(`${domain}.enable`);
  await ask('Emulation.setDeviceMetricsOverride', { width, height: 900, deviceScaleFactor: 1, mobile: false });
  await ask('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  await ask('Page.navigate', { url });
  await loaded;
  const evaluate = async (expression: string): Promise<unknown> => {
    const asked = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await ask('Runtime.evaluate', asked);
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return Object(result).value;
  };
  return { page: { complaints, evaluate } satisfies Page, close };
}

/** Opens a file, looks at it, and ends the browser that it started. */
export async function inBrowser<T>(
  browser: string,
  { file, ...look }: Look & { file: string },
  story: (page: Page) => Promise<T>,
): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'browser-'));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0', '--no-first-run'];
  const running = spawn(browser, [...flags, `--user-data-dir=${profile}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => running.once('exit', resolve));
  try {
    const { page, close } = await openPage(await addressIn(running), file, look);
    const answer = await story(page);
    close();
    return answer;
  } finally {
    running.kill();
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
