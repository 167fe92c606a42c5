/** The catalogue as a page for people: docs/reference/faults.md. */
import { FAULT_CATALOGUE } from './all.ts';
import type { Entry } from './entry.ts';
import { FIELD_REPORTS, type FieldReport } from './field-reports.ts';

const INTRODUCTION = `# Faults

What can go wrong, how it shows, what must still hold, and the scenarios in which it happens. Every scenario is a file of
\`simulator/scenarios\`, runs with \`npm start -- --scenario NAME\`, and is simulated: [what the simulator
models](simulator.md) says what that rests on. \`npm run faults\` writes this page from the catalogue itself, and a test
walks it: each fault can be injected, and each scenario named here injects it.

A [scenario](scenarios.md) names a fault under \`when\`, with roles in the place of ids (\`active\`, \`newest\`, \`other\`); a program
calls \`simulation.inject(fault)\` at any moment. In a scenario every armed fault has to strike: a crash at a step that is
never reached, or a failure of a call that is never made, fails it.

## The catalogue

Lasting faults stay until they are repaired; the others happen once.
`;

const REQUESTS = `
## One request, any call

\`action\` may be \`*\`, any call of the \`caller\`; \`skip\` lets so many pass first.

| What becomes of it | Fault |
|---|---|
| refused, before it is carried out | \`fail\` with a \`code\`, \`deny\` |
| lost on its way, not carried out | \`lose-request\` |
| carried out, and its answer lost | \`lose-answer\` |
| throttled | \`throttled\`, a share of the calls |
| slower than the client waits | \`slow\`: the client gives up after 6 s (15 s for a launch), and it is carried out after half of its \`seconds\` |
| its function dies before it is sent, or before its answer is heard | moment \`death\` with \`beforeCall\` or \`afterCall\` |
| its function is given up, and goes on late | the same with \`lateSeconds\` |
| its execution ends | moment \`crash\`, fault \`execution-stopped\` |

What a function had sent when it was killed is carried out all the same.

## What users of other tools reported

The twenty reports of the field that taught us most, and what happens here instead.

| # | Reported | Here | Scenarios |
|---|---|---|---|
`;

const names = (scenarios: readonly string[]): string => scenarios.map((name) => `\`${name}\``).join(', ');

const faultRow = ({ id, name, kind, shows, holds, scenarios }: Entry): string =>
  `| ${id} | ${name} | ${kind === 'lasts' ? 'lasts' : 'once'} | ${shows} | ${holds} | ${names(scenarios)} |`;

const reportRow = ({ what, source, here, scenarios }: FieldReport, index: number): string =>
  `| ${index + 1} | ${what} (${source}) | ${here} | ${names(scenarios)} |`;

export function faultsPage(): string {
  const head = '| # | Fault | | How it shows | What must hold | Scenarios |\n|---|---|---|---|---|---|';
  const faults = FAULT_CATALOGUE.map(faultRow).join('\n');
  return `${INTRODUCTION}\n${head}\n${faults}\n${REQUESTS}${FIELD_REPORTS.map(reportRow).join('\n')}\n`;
}
