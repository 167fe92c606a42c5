/** moto's server: an emulator of AWS that others wrote. Found with Python, started on a free port of the loopback interface. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { oneLine } from '../../shared/domain/foreign-text.ts';
import { adopt } from './children.ts';

export const MISSING =
  "moto's server is missing, so nothing was run: install it with python3 -m pip install 'moto[server]', or name a running one with --server http://127.0.0.1:5000";

type Command = { words: string[]; version: string };

/** How to start it; undefined where there is none. */
export function commandOfMoto(): Command | undefined {
  const said = (command: string, args: string[]): string | undefined => {
    const { status, stdout } = spawnSync(command, args, { encoding: 'utf8', timeout: 60_000 });
    return status === 0 ? stdout.trim() : undefined;
  };
  const version = said('python3', ['-c', 'import moto, moto.server; print(moto.__version__)']);
  if (version !== undefined) return { words: ['python3', '-m', 'moto.server'], version };
  return said('moto_server', ['--help']) === undefined ? undefined : { words: ['moto_server'], version: '' };
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Whether what listens there is moto. */
export const isMoto = (url: string): Promise<boolean> =>
  fetch(`${url}/moto-api/`, { signal: AbortSignal.timeout(5_000) }).then(
    async (response) => response.ok && /moto/i.test(await response.text()),
    () => false,
  );

const START_SECONDS_MAX = 60;

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let second = 0; second < START_SECONDS_MAX && child.exitCode === null; second++) {
    if (await isMoto(url)) return child.exitCode === null;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return false;
}

export type Emulator = { url: string; stop(): void };

const ATTEMPTS = 3;

/** Another program may take the free port before moto does, so there are three attempts. `because`: moto's last line. */
export async function startMoto(
  { words }: Command,
  choosePort: () => Promise<number> = freePort,
): Promise<Emulator | { because: string }> {
  const [command = '', ...args] = words;
  let because = 'it does not answer';
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const port = await choosePort();
    const options = ['-H', '127.0.0.1', '-p', String(port)];
    const child = adopt(spawn(command, [...args, ...options], { stdio: ['ignore', 'ignore', 'pipe'] }));
    const lines: string[] = [];
    child.stderr.on('data', (data) => lines.splice(0, lines.length, ...`${data}`.trim().split('\n').slice(-1)));
    const url = `http://127.0.0.1:${port}`;
    const stop = (): void => void child.kill('SIGKILL');
    if (await answers(url, child)) return { url, stop };
    stop();
    because = oneLine(lines[0] ?? because, 200);
  }
  return { because };
}
