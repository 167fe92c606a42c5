/** Draws a state machine as a Mermaid state diagram, from the file that is deployed. */
import type { Machine } from './load-machine.ts';

type Arrow = { from: string; to: string; label?: string };

/** The fields of a state that lead on to another, for every type of state. */
type Leads = {
  Type: string;
  Next?: string;
  Default?: string;
  End?: boolean;
  Choices?: ({ Next?: string } & Record<string, unknown>)[];
  Catch?: { ErrorEquals: string[]; Next: string }[];
};

const COMPARISON = /^(StringEquals|BooleanEquals|IsPresent)$/;

/** `outcome = held`, from the rule that chooses it. */
function labelOf(choice: Record<string, unknown>): string {
  if (Array.isArray(choice.Or)) return choice.Or.map(labelOf).join(' or ');
  const [, value] = Object.entries(choice).find(([key]) => COMPARISON.test(key)) ?? [];
  const name =
    String(choice.Variable ?? '')
      .split('.')
      .at(-1) ?? '';
  if (typeof value !== 'boolean') return `${name} = ${String(value)}`;
  return value ? name : `not ${name}`;
}

function arrowsFrom(from: string, state: Leads): Arrow[] {
  const arrows: Arrow[] = (state.Choices ?? []).flatMap((choice) =>
    choice.Next ? [{ from, to: choice.Next, label: labelOf(choice) }] : [],
  );
  if (state.Default) arrows.push({ from, to: state.Default, label: 'otherwise' });
  if (state.Next) arrows.push({ from, to: state.Next });
  const catchers = state.Catch ?? [];
  const last = catchers.at(-1);
  if (last) arrows.push({ from, to: last.Next, label: 'error' });
  for (const { ErrorEquals, Next } of catchers) {
    if (Next !== last?.Next) arrows.push({ from, to: Next, label: ErrorEquals.join(', ') });
  }
  if (state.Type === 'Succeed' || state.End) arrows.push({ from, to: '[*]' });
  return arrows;
}

const LOOKS: Record<string, string> = { Choice: 'choice', Fail: 'fail', Succeed: 'good', Pass: 'good' };

export function diagramOf(machine: Machine): string {
  const states = Object.entries(machine.States as Record<string, Leads>);
  const lines = states.flatMap(([name, state]) => arrowsFrom(name, state)).map(drawn);
  const looks = states.flatMap(([name, { Type }]) => (LOOKS[Type] ? [`  class ${name} ${LOOKS[Type]}`] : []));
  return [
    'stateDiagram-v2',
    '  direction TB',
    `  [*] --> ${machine.StartAt}`,
    ...lines,
    '  classDef choice fill:#fff7e0,stroke:#b58900',
    '  classDef fail fill:#fde8e8,stroke:#c0392b',
    '  classDef good fill:#e8f8ee,stroke:#1e8449',
    ...looks,
  ].join('\n');
}

const drawn = ({ from, to, label }: Arrow): string => `  ${from} --> ${to}${label ? `: ${label}` : ''}`;

/** The page with each picture replaced that stands between `<!-- diagram NAME -->` and `<!-- /diagram -->`. */
export function withDiagrams(page: string, machines: Record<string, Machine>): string {
  return page.replace(/<!-- diagram ([a-z]+) -->[\s\S]*?<!-- \/diagram -->/g, (whole, name: string) => {
    const machine = machines[name];
    return machine
      ? `<!-- diagram ${name} -->\n\`\`\`mermaid\n${diagramOf(machine)}\n\`\`\`\n<!-- /diagram -->`
      : whole;
  });
}
