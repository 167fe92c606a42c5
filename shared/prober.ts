/** Opens one connection and says whether the other end answered. The only place that talks to an appliance. */
import { request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ProbeAnswer, ProbeTarget } from './domain/probing.ts';

export type Prober = { probe(target: ProbeTarget): Promise<ProbeAnswer> };

type Attempt = {
  destroy(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

/** Settles exactly once: on an answer, an error or the time-out, whichever comes first. */
function attempt(timeoutMs: number, open: (answered: (detail: string) => void) => Attempt): Promise<ProbeAnswer> {
  return new Promise((resolve) => {
    const settle = (answer: ProbeAnswer): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const socket = open((detail) => settle({ answered: true, detail }));
    const timer = setTimeout(() => settle({ answered: false, detail: `no answer in ${timeoutMs} ms` }), timeoutMs);
    socket.on('error', (error) => settle({ answered: false, detail: error.message || error.name }));
  });
}

const OPENERS: Record<ProbeTarget['protocol'], (target: ProbeTarget, answered: (detail: string) => void) => Attempt> = {
  tcp: ({ host, port }, answered) => connectTcp({ host, port }, () => answered('connected')),
  // An appliance's certificate is its own; the question here is whether it speaks, not who it is.
  tls: ({ host, port }, answered) =>
    connectTls({ host, port, rejectUnauthorized: false }, () => answered('handshake done')),
  https: ({ host, port, path }, answered) =>
    request({ host, port, path, rejectUnauthorized: false, agent: false }, ({ statusCode }) =>
      answered(`status ${statusCode}`),
    ).end(),
};

export const networkProber: Prober = {
  probe: (target) => attempt(target.timeoutMs, (answered) => OPENERS[target.protocol](target, answered)),
};
