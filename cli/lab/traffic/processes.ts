/** The processes that run for as long as a run does: servers, the streams, and conntrackd. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { oneLine } from '../../../shared/domain/foreign-text.ts';
import { type Host, inside } from '../network/hosts.ts';
import { PATH } from '../run-command.ts';
import { READY } from './client.ts';
import { KINDS, type Kind, type Seen } from './seen.ts';
import { LISTENING } from './serve.ts';

const STREAM = join(import.meta.dirname, '..', '..', 'lab-stream.ts');

export type Started = { child: ChildProcess; said: () => string };

export function startIn(host: Host, argv: string[]): Started {
  const [name = '', ...words] = inside(host, ...argv);
  const child = spawn(name, words, { env: { ...process.env, PATH }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  const hear = (data: unknown): void => {
    said += String(data);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  child.once('error', ({ message }) => hear(message));
  return { child, said: () => said };
}

const node = (...words: string[]): string[] => [process.execPath, '--no-warnings', STREAM, ...words];

/** sshd needs /run/sshd; it gets a /run of its own, in the mount namespace that `ip netns exec` makes. */
const SSHD =
  'mount -t tmpfs -o mode=755 tmpfs /run && mkdir -m 755 /run/sshd && exec "$(command -v sshd)" -D -e -f "$1"';

/** `servers` has them at once, so that they are ended also if they never listen. */
export async function startServers(host: Host, sshdConfiguration: string, servers: Started[]): Promise<void> {
  const own = [startIn(host, node('serve')), startIn(host, ['sh', '-c', SSHD, 'sh', sshdConfiguration])];
  servers.push(...own);
  for (const each of own) await says(each, LISTENING, 'a server does not listen');
}

/** Under load an interpreter takes seconds to start. */
const READY_MS = 40_000;

const LOOK_MS = 50;

async function says({ child, said }: Started, word: string, otherwise: string): Promise<void> {
  const until = Date.now() + READY_MS;
  while (!said().includes(word)) {
    if (Date.now() > until || child.exitCode !== null) {
      const more = oneLine(said(), 300);
      throw new Error(`${otherwise} in ${READY_MS / 1_000} s, so the lab itself does not work; ${more || 'none does'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

/** Resolves when all sessions are answered. */
export async function startStreams(host: Host, target: { host: string; key: string }): Promise<Started> {
  const started = startIn(host, node('client', target.host, target.key));
  await says(started, READY, 'not every session was answered');
  return started;
}

/** Asks the client's process to end, and reads what its sessions saw. */
export async function endStreams({ child, said }: Started): Promise<Record<Kind, Seen>> {
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  await closed;
  const line = said()
    .split('\n')
    .find((each) => each.startsWith('{'));
  const seen: Partial<Record<Kind, Seen>> = line === undefined ? {} : JSON.parse(line);
  const missing = KINDS.filter((kind) => seen[kind] === undefined);
  if (missing.length > 0) throw new Error(`the client said nothing of ${missing.join(', ')}: ${oneLine(said(), 300)}`);
  return seen as Record<Kind, Seen>;
}
