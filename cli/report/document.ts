/** A report as data: what every renderer shows, in the order of the page. It holds no layout. */

/** Second 0 is named by `zero`, and every other second counts from it. */
export type ReportDocument = {
  title: string;
  appliance: string;
  execution: string;
  /** Absent for a run in an account of AWS. */
  simulated?: Simulated | undefined;
  state: 'good' | 'warning' | 'bad';
  /** What is, and what it means. */
  summary: string[];
  outage: Outage;
  facts: Fact[];
  zero: string;
  service: Span[];
  phases: Phase[];
  changes: Change[];
  traffic: Moved[];
  decision: Fact[];
  toDo: string[];
  commands: string[];
  pages: string[];
  timeline: Line[];
};

type Simulated = { scenario: string; seed: number; assumptions: string };

/** `seconds` is absent while nothing is known of an outage; `seen` says who measured it, and what others measured. */
type Outage = { seconds?: number | undefined; seen: string };

/** A row of a table of two columns. A text from outside is shown as it is. */
export type Fact = [label: string, value: string];

/** Whether the appliance answered. */
export type Span = { fromSeconds: number; toSeconds: number; answers: boolean };

export type Phase = { name: string; meaning: string; fromSeconds: number; toSeconds: number };

export type Change = { seconds: number; what: string };

export type Moved = { what: string; before: string; after: string };

export type Line = { seconds: number; who: string; what: string; isChange: boolean };

/** From the first to the last second that the bars and the ticks show; never without a length. */
export function rangeOf({ service, phases, changes }: ReportDocument): { fromSeconds: number; toSeconds: number } {
  const from = [...phases, ...service].map(({ fromSeconds }) => fromSeconds);
  const to = [...phases, ...service].map(({ toSeconds }) => toSeconds);
  const at = changes.map(({ seconds }) => seconds);
  const fromSeconds = Math.min(0, ...from, ...at);
  return { fromSeconds, toSeconds: Math.max(fromSeconds + 1, ...to, ...at) };
}
