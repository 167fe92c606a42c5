/** How to write a scenario, and every key of one, as a page for people: docs/reference/scenarios.md. */

import { CHARACTERS_MAX, DAYS_MAX, MOMENTS_MAX } from '../limits.ts';
import { EXAMPLE } from './example.ts';
import { type JsonSchema, scenarioJsonSchema } from './json-schema.ts';

type Entry = [key: string, schema: JsonSchema];

const INTRODUCTION = `# Scenarios

A scenario is a file that says what goes wrong in the simulated account, and what has to be true at the end. The project's own
are in \`simulator/scenarios\`; \`npm start -- --list\` lists them, and \`npm start -- --scenario NAME\` runs one. What a run
rests on is in [what the simulator models](simulator.md).

\`npm run scenario-schema\` writes this page and the JSON Schema from the code.

## Write your own

Save this as \`my-scenario.yml\` in the folder of this project:

\`\`\`yaml
${EXAMPLE}\`\`\`

Run it:

\`\`\`sh
npm start -- --scenario ./my-scenario.yml
npm start -- --scenario ./my-scenario.yml --seed 7 --json
npm start -- --scenario ./my-scenario.yml --appliances my-appliances.yml
\`\`\`

The page shows your title, every step and mail, the traffic before and after, and the outage by phase. The exit code is 0 if
everything under \`then\` is true and every invariant held, 1 if not, and 2 if the file is no scenario. Then one line says
where the mistake is and how to fix it.

- A word is a file if it has a slash, or ends in \`.yml\`, \`.yaml\` or \`.json\`, or if there is a file with this name and no
  scenario of the project. A path counts from the folder in which npm runs, which is the folder of this project.
- The first line of the example tells your editor where [the JSON Schema](scenario.schema.json) is, from the folder of the file.
  It then completes keys and marks mistakes. In JSON, write \`"$schema": "docs/reference/scenario.schema.json"\`.
- An instance is named by its role: \`active\` has the address when the scenario begins, and \`holder\` has it at that moment.
- A fault that is armed must occur. A crash at a step that is never reached, or a failed call that is never made, fails the run.
- Without \`automatic: true\` nothing starts automatically. Then the scenario must have an \`alarm\` or an \`ask\`.
- References (\`*name\`) and merge keys (\`<<\`) are refused, and so are duplicate keys.
- A file has at most ${CHARACTERS_MAX.toLocaleString('en')} characters. A scenario lasts at most ${DAYS_MAX} days, and has at most ${MOMENTS_MAX.toLocaleString('en')} moments.
`;

const entriesOf = (schema: JsonSchema | undefined): Entry[] =>
  Object.entries(schema?.properties ?? {}).flatMap(([key, value]): Entry[] =>
    typeof value === 'object' ? [[key, value]] : [],
  );

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
const listed = (values: unknown): unknown[] => (Array.isArray(values) ? values : []);

/** A mapping with more keys has its own table. */
const KEYS_MAX = 6;

const NOUNS: Record<string, string> = {
  ...{ string: 'text', integer: 'whole number', number: 'number', boolean: '`true`, `false`' },
  ...{ array: 'list', object: 'mapping' },
};

/** What may be written there. */
function wordsOf(schema: JsonSchema): string {
  if (schema.$ref === '#/definitions/fault') return '[a fault](faults.md)';
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  const branches = schema.anyOf ?? [];
  if (branches.length > 0) return [...new Set(branches.map(wordsOf))].join(', or ');
  const keys = entriesOf(schema).map(([key]) => `${code(key)}${listed(schema.required).includes(key) ? '' : '?'}`);
  if (keys.length > KEYS_MAX) return 'mapping: see below';
  if (keys.length > 0) return `mapping of ${keys.join(', ')}`;
  return NOUNS[String(schema.type)] ?? 'value';
}

const defaultOf = ({ default: usual }: JsonSchema): string => (usual === undefined ? '' : code(usual));

const keyRow = ([key, schema]: Entry): string =>
  `| \`${key}\` | ${wordsOf(schema)} | ${defaultOf(schema)} | ${schema.description ?? ''} |`;

const keyTable = (schema: JsonSchema | undefined): string =>
  ['| Key | Value | Default | Meaning |', '|---|---|---|---|', ...entriesOf(schema).map(keyRow)].join('\n');

function momentRow(schema: JsonSchema): string {
  const entries = entriesOf(schema).filter(([key]) => key !== 'atSeconds');
  const said = entries.map(([key, value]) => `\`${key}\`: ${wordsOf(value)}`).join('; ');
  return `| ${said} | ${schema.description ?? ''} |`;
}

function momentTable({ items }: JsonSchema): string {
  const [only] = [items].flat();
  const moments = typeof only === 'object' ? (only.anyOf ?? []) : [];
  return ['| Beside `atSeconds` | What happens |', '|---|---|', ...moments.map(momentRow)].join('\n');
}

export function scenariosPage(): string {
  const schema = scenarioJsonSchema();
  const { given, when, then } = Object.fromEntries(entriesOf(schema));
  return [
    INTRODUCTION,
    `## The file\n\n${keyTable(schema)}\n`,
    `## given\n\n${given?.description ?? ''}\n\n${keyTable(given)}\n`,
    `## when\n\nOne moment a line: \`atSeconds\` counts from the beginning, and exactly one thing happens. A key with \`?\` may be left out.\n\n${when ? momentTable(when) : ''}\n`,
    `## then\n\n${then?.description ?? ''}\n\n${keyTable(then)}\n`,
  ].join('\n');
}
