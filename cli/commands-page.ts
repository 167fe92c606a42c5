/** Writes docs/reference/cli.md: `npm run commands-page`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { answer, isMisunderstood } from './command-line/answer.ts';
import { understand } from './command-line/understand.ts';
import { commandsPage } from './reference/commands.ts';

const asked = understand<{ ask: 'write' }>(
  (give) =>
    new Command('npm run commands-page')
      .description('Writes docs/reference/cli.md from the help of each command.')
      .action(() => give({ ask: 'write' })),
  process.argv.slice(2),
);

const output = {
  write: (text: string) => void process.stdout.write(text),
  complain: (text: string) => void process.stderr.write(text),
};

if (isMisunderstood(asked)) process.exitCode = answer(asked, output);
else writeFileSync(fileURLToPath(new URL('../docs/reference/cli.md', import.meta.url)), commandsPage());
