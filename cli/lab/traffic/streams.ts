/** Three live sessions: each sends a numbered line again and again, and notes when it came back. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { STREAM_PORTS } from '../network/example.ts';
import { KINDS, type Kind, type Seen } from './seen.ts';

/** `heard` takes what came back; `ended` is called once, with the reason. */
type Ears = { heard: (data: string) => void; ended: (why: string) => void };

/** What sends a line. */
type Send = (line: string) => void;

type Target = { host: string; key: string };

function tcp({ host }: Target, { heard, ended }: Ears): Send {
  const socket = connect({ host, port: STREAM_PORTS.tcp, noDelay: true });
  socket.setEncoding('utf8').on('data', (data) => heard(String(data)));
  socket.on('error', ({ message }) => ended(message));
  socket.on('close', () => ended('closed'));
  return (line) => void socket.write(line);
}

function udp({ host }: Target, { heard }: Ears): Send {
  const socket = createSocket('udp4');
  socket.on('message', (data) => heard(String(data)));
  // What the network says of a packet is no end of the session.
  socket.on('error', () => undefined);
  let send: Send = () => undefined;
  socket.connect(STREAM_PORTS.udp, host, () => {
    send = (line) => socket.send(line, () => undefined);
  });
  return (line) => send(line);
}

const SSH_OPTIONS = ['IdentityAgent=none', 'BatchMode=yes', 'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null'];

function ssh({ host, key }: Target, { heard, ended }: Ears): Send {
  const options = [...SSH_OPTIONS, 'LogLevel=ERROR'].flatMap((option) => ['-o', option]);
  const words = ['-F', 'none', '-p', String(STREAM_PORTS.ssh), '-i', key, ...options, `root@${host}`, 'cat'];
  const child = spawn('ssh', words, { stdio: ['pipe', 'pipe', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  child.stdout.on('data', (data) => heard(String(data)));
  child.stdin.on('error', () => undefined);
  child.once('error', ({ message }) => ended(message));
  child.once('exit', (code) => ended(`ssh ended with ${code}`));
  return (line) => void child.stdin.write(line);
}

const OPEN: Record<Kind, (target: Target, ears: Ears) => Send> = { tcp, udp, ssh };

const EVERY_MS: Record<Kind, number> = { tcp: 20, udp: 10, ssh: 20 };

/** CLOCK_MONOTONIC, which every process of the machine shares. */
export const monotonicMs = (): number => Number(process.hrtime.bigint() / 1_000n) / 1_000;

function start(kind: Kind, target: Target): Seen {
  const seen: Seen = { heardAt: [] };
  let [rest, sent] = ['', 0];
  const send = OPEN[kind](target, {
    heard: (data) => {
      const lines = `${rest}${data}`.split('\n');
      rest = lines.pop() ?? '';
      const now = monotonicMs();
      for (let left = lines.length; left > 0; left--) seen.heardAt.push(now);
    },
    ended: (why) => {
      seen.ended ??= { at: monotonicMs(), why };
    },
  });
  setInterval(() => {
    if (seen.ended) return;
    send(`${sent++}\n`);
  }, EVERY_MS[kind]);
  return seen;
}

export const startStreams = (target: Target): Record<Kind, Seen> =>
  Object.fromEntries(KINDS.map((kind) => [kind, start(kind, target)])) as Record<Kind, Seen>;
