/** What `npm run acceptance` is asked; a mistake is one sentence. */
import { parseArgs } from 'node:util';
import { oneLine } from '../../shared/domain/foreign-text.ts';

export const HELP = `Deploys the compiled template and the packaged functions, unchanged, into moto, an emulator of AWS that others wrote, on the
loopback interface, and compares what they do with what the README promises. Two to four minutes. What moto cannot do is named.

  npm run acceptance
  npm run acceptance -- --server http://127.0.0.1:5000   a moto server that already runs; its state should be empty

Exit code: 0 when everything came out as the README promises, 1 when something did not, 2 for a mistake on the command line,
3 when moto is missing or cannot be used.
`;

export type Asked = { ask: 'help' } | { ask: 'run'; server: string | undefined } | { ask: 'wrong'; because: string };

/** Requests are signed with no real key, and must not leave the machine all the same. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

function serverFault(server: string): string | undefined {
  const url = URL.canParse(server) ? new URL(server) : undefined;
  if (url?.protocol !== 'http:') return `--server "${oneLine(server, 100)}" is not a URL such as http://127.0.0.1:5000`;
  if (!LOOPBACK.includes(url.hostname)) return `--server ${url.hostname} is not this machine; only 127.0.0.1 is used`;
  return undefined;
}

export function readOptions(args: string[]): Asked {
  const options = { server: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    const { server, help } = parseArgs({ args, options, strict: true, allowPositionals: false }).values;
    if (help) return { ask: 'help' };
    const fault = server === undefined ? undefined : serverFault(server);
    return fault === undefined ? { ask: 'run', server: server?.replace(/\/+$/, '') } : { ask: 'wrong', because: fault };
  } catch (cause) {
    return { ask: 'wrong', because: oneLine(cause instanceof Error ? cause.message : String(cause), 300) };
  }
}
