/** docs/reference/cli.md is what the program says of itself. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { commandsPage } from '../../../cli/reference/commands.ts';

test('the page of the commands is current; npm run commands-page writes it', () => {
  expect(readFileSync('docs/reference/cli.md', 'utf8')).toBe(commandsPage());
});
