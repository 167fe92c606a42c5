/** moto's server: an emulator of AWS that others wrote. Found with Python, started on a free port of the loopback interface. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';

export const MISSING =
  "moto's server is missing, so nothing was run: install it with python3 -m pip install 'moto[server]', or name a running one with --server http://127.0.0.1:5000";

/** How to start it; undefined where there is none. */
function commandOfMoto(): string[] | undefined {
  const started = (command: string, args: string[]): boolean =>
    spawnSync(command, args, { stdio: 'ignore', timeout: 60_000 }).status === 0;
  if (started('python3', ['-c', 'import moto.server'])) return ['python3', '-m', 'moto.server'];
  return started('moto_server', ['--help']) ? ['moto_server'] : undefined;
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

export type Emulator = { url: string; stop(): void };

const START_SECONDS_MAX = 60;

async function answers(url: string, child: ChildProcess): Promise<boolean> {
  for (let second = 0; second < START_SECONDS_MAX && child.exitCode === null; second++) {
    const status = await fetch(`${url}/moto-api/`).then(
      (response) => response.ok,
      () => false,
    );
    if (status) return true;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  return false;
}

/** Undefined where moto is not installed, or does not start. */
export async function startMoto(): Promise<Emulator | undefined> {
  const [command = '', ...args] = commandOfMoto() ?? [];
  if (command === '') return undefined;
  const port = await freePort();
  const child = spawn(command, [...args, '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  const stop = (): void => void child.kill('SIGKILL');
  if (await answers(url, child)) return { url, stop };
  stop();
  return undefined;
}
