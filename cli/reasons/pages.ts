/** The tables of the pages about reasons, errors and notifications, from the closed sets that the code decides by. */
import { HOLDS as WORDS } from '../../shared/domain/messages/holds.ts';
import { head, line } from '../markdown.ts';
import { ERRORS } from './errors.ts';
import { HOLD_REASONS, HOLDS } from './hold-reasons.ts';
import { notifications } from './notifications.ts';

const table = (names: string[], rows: string[][]): string => [...head(names), ...rows.map(line)].join('\n');

const named = (name: string): string => `\`${name}\``;

const TABLES = {
  'hold-reasons': () =>
    table(
      ['Reason', 'Holds', 'What it means', 'What to do'],
      Object.entries(HOLD_REASONS).map(([name, { holds, means, toDo }]) => [named(name), HOLDS[holds], means, toDo]),
    ),
  'holds-sent': () =>
    table(
      ['Reason', 'Severity', "Subject, after the appliance's name"],
      Object.entries(WORDS).flatMap(([name, words]) =>
        words === 'not-notified' ? [] : [[named(name), words.severity, words.headline]],
      ),
    ),
  notifications: () =>
    table(
      ['`kind`', 'Severity', 'When'],
      notifications().map(([kind, { severity, when }]) => [named(kind), severity, when]),
    ),
  errors: () =>
    table(
      ['Error', 'What it means', 'The state machine', 'What to do'],
      Object.entries(ERRORS).map(([name, { means, machine, toDo }]) => [named(name), means, machine, toDo]),
    ),
} as const;

const isTable = (name: string): name is keyof typeof TABLES => Object.hasOwn(TABLES, name);

export const PAGES = [
  'docs/concepts/decisions.md',
  'docs/operate/notifications.md',
  'docs/reference/errors.md',
] as const;

/** The page with each table replaced that stands between `<!-- reasons NAME -->` and `<!-- /reasons -->`. */
export function withTables(page: string): string {
  return page.replace(/<!-- reasons ([a-z-]+) -->[\s\S]*?<!-- \/reasons -->/g, (_whole, name: string) => {
    if (!isTable(name)) throw new Error(`there is no table "${name}"; there are: ${Object.keys(TABLES).join(', ')}`);
    return `<!-- reasons ${name} -->\n${TABLES[name]()}\n<!-- /reasons -->`;
  });
}
