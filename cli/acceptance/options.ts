/** What `npm run acceptance` is asked; a mistake is one sentence. */
import { Command } from 'commander';
import { type Misunderstood, understand } from '../command-line/understand.ts';
import { text } from '../command-line/values.ts';
import { shown, Wrong } from '../command-line/wrong.ts';

const ABOUT =
  'Deploys the compiled template and the packaged functions, unchanged, into moto, an emulator of AWS that others wrote, ' +
  'on the loopback interface, and compares what they do with what the README promises. Two to four minutes. ' +
  'What moto cannot do is named.';

const AFTER = `
Exit code: 0 when everything came out as the README promises, 1 when something did not, 2 for a mistake on the command line,
3 when moto is missing or cannot be used.

  npm run acceptance
  npm run acceptance -- --server http://127.0.0.1:5000`;

type Asked = { ask: 'run'; server: string | undefined };

/** Requests are signed with no real key, and must not leave the machine all the same. */
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

function serverIn(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url?.protocol !== 'http:') {
    throw new Wrong(`--server "${shown(given)}" is not a URL such as http://127.0.0.1:5000`);
  }
  if (!LOOPBACK.includes(url.hostname)) {
    throw new Wrong(`--server ${url.hostname} is not this machine; only 127.0.0.1 is used`);
  }
  return given.replace(/\/+$/, '');
}

export const readOptions = (args: string[]): Asked | Misunderstood =>
  understand<Asked>(
    (give) =>
      new Command('npm run acceptance --')
        .description(ABOUT)
        .addOption(
          text(
            '--server <url>',
            'a moto server that already runs; its state should be empty',
            'http://127.0.0.1:5000',
          ).argParser(serverIn),
        )
        .addHelpText('after', AFTER)
        .action(({ server }: { server?: string }) => give({ ask: 'run', server })),
    args,
  );
