/** Opens one connection and says whether the other end answered. The only place that talks to an appliance. */
import { lookup } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { connect as connectTcp, isIP, type LookupFunction } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { ProbeAnswer, ProbeTarget } from './domain/probing/probing.ts';

export type Prober = {
  /** With a signal, the attempt ends when the answer is not needed any more, and its socket with it. */
  probe(target: ProbeTarget, signal?: AbortSignal): Promise<ProbeAnswer>;
};

type Settle = (answer: ProbeAnswer) => void;

type Attempt = {
  destroy(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
};

/** A page that says "I am well" says so early; a longer page is cut off. */
const BODY_BYTES_MAX = 64 * 1024;

const answered = (detail: string): ProbeAnswer => ({ answered: true, detail });
const silent = (detail: string): ProbeAnswer => ({ answered: false, detail });

const NOT_NEEDED = 'another answer came first';

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message || cause.name : `failed with ${String(cause)}`;

type Name = { unresolved: boolean; lookup: LookupFunction };

/**
 * Knows whether a name still has to be resolved: until then no host was asked, however long it takes. Each attempt
 * resolves anew: `dns.lookup` is a call of getaddrinfo, and Node keeps no answer
 * (https://nodejs.org/api/dns.html#dnslookup). Only the resolver before it keeps one, for its TTL. If the answer has
 * several addresses, Node tries one after the other, a quarter of a second each (`autoSelectFamily`); if it has one,
 * and that one is dead, the attempt hangs until its time-out.
 */
function nameLookup(): Name {
  const name: Name = {
    unresolved: false,
    lookup: (hostname, options, found) => {
      name.unresolved = true;
      lookup(hostname, options, (error, ...where) => {
        name.unresolved = error !== null;
        found(error, ...where);
      });
    },
  };
  return name;
}

type Limits = { timeoutMs: number; signal: AbortSignal | undefined };

/** Settles exactly once: on an answer, an error, the time-out or the signal, whichever comes first. Never throws. */
function attempt(
  { timeoutMs, signal }: Limits,
  open: (settle: Settle, lookup: LookupFunction) => Attempt,
): Promise<ProbeAnswer> {
  if (signal?.aborted) return Promise.resolve({ ...silent(NOT_NEEDED), unasked: true });
  const name = nameLookup();
  return new Promise<ProbeAnswer>((resolve) => {
    const settle: Settle = (answer) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      socket.destroy();
      resolve(name.unresolved ? { ...answer, unasked: true } : answer);
    };
    const stop = (): void => settle(silent(NOT_NEEDED));
    const socket = open(settle, name.lookup);
    signal?.addEventListener('abort', stop);
    const timer = setTimeout(() => settle(silent(`no answer in ${timeoutMs} ms`)), timeoutMs);
    socket.on('error', (error) => settle(silent(messageOf(error))));
    // A target to which Node would not even begin to connect was not asked either.
  }).catch((cause: unknown) => ({ ...silent(messageOf(cause)), unasked: true }));
}

/**
 * An appliance's certificate is its own, and often expired: the question here is whether the appliance speaks, not who
 * it is, and the probe sends nothing secret. A name is sent to the other end, an address may not be (RFC 6066).
 */
const trusting = (host: string) => ({ rejectUnauthorized: false, ...(isIP(host) ? {} : { servername: host }) });

type Open = (target: ProbeTarget, settle: Settle, lookup: LookupFunction) => Attempt;

const OPENERS: Record<ProbeTarget['protocol'], Open> = {
  tcp: ({ host, port }, settle, lookup) => connectTcp({ host, port, lookup }, () => settle(answered('connected'))),
  tls: ({ host, port }, settle, lookup) =>
    connectTls({ host, port, lookup, ...trusting(host) }, () => settle(answered('handshake done'))),
  // Without an agent of its own a probe might be answered over yesterday's connection.
  https: (target, settle, lookup) => {
    const { host, port, path } = target;
    return request({ host, port, path, lookup, agent: false, ...trusting(host) }, (response) =>
      judge(response, target, settle),
    ).end();
  },
};

function judge(response: IncomingMessage, { status, text }: ProbeTarget, settle: Settle): void {
  const { statusCode = 0 } = response;
  const serves = status === undefined ? statusCode < 500 : statusCode === status;
  if (!serves) settle(silent(`status ${statusCode}`));
  else if (text === undefined) settle(answered(`status ${statusCode}`));
  else seek(response, text, settle);
}

/** Reads no further than the text, or as far as anybody could expect it. */
function seek(response: IncomingMessage, text: string, settle: Settle): void {
  let body = Buffer.alloc(0);
  const missing = (): void => settle(silent(`status ${response.statusCode}, but the text is missing`));
  response.on('data', (chunk: Buffer) => {
    body = Buffer.concat([body, chunk]).subarray(0, BODY_BYTES_MAX);
    if (body.includes(text)) settle(answered(`status ${response.statusCode}, and the text`));
    else if (body.length === BODY_BYTES_MAX) missing();
  });
  response.on('error', (error) => settle(silent(messageOf(error))));
  response.on('end', missing);
}

export const networkProber: Prober = {
  probe: (target, signal) =>
    attempt({ timeoutMs: target.timeoutMs, signal }, (settle, lookup) =>
      OPENERS[target.protocol](target, settle, lookup),
    ),
};
