/** The reference page of `npm run failover`: the help of each command, as the program prints it. */
import { VERBS } from '../../shared/domain/messages/command-line.ts';
import { readOptions } from '../failover/options.ts';
import { tasksSection } from './tasks.ts';

const helpOf = (...words: string[]): string => {
  const asked = readOptions([...words, '--help']);
  if (asked.ask !== 'help') throw new Error(`${words.join(' ')} has no help`);
  return asked.text.trimEnd().replace(/^Usage: npm run failover -- /, 'Usage: failover ');
};

const block = (text: string): string => `\`\`\`text\n${text}\n\`\`\``;

const INTRODUCTION = `# Commands

\`npm run commands-page\` writes this page from the program. What each command is for, and what it needs in AWS, is in
[start by hand](../operate/start-by-hand.md). 
\`failover\` is \`npm run failover --\` in a checkout: npm takes options before the \`--\` for its own.`;

export const commandsPage = (): string =>
  `${[INTRODUCTION, tasksSection(), '## All commands', block(helpOf()), ...VERBS.flatMap((verb) => [`## ${verb}`, block(helpOf(verb))])].join('\n\n')}\n`;
