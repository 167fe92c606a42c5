/** What a deployment came to: who made what, and what differs from the template. Pure, so that it is tested. */
import type { Deployed } from './deploy.ts';
import { differences } from './differences.ts';

const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const short = (type: string): string => type.replace(/^AWS::/, '');

const unique = (texts: string[]): string[] => [...new Set(texts)];

/** `Lambda::Function 24, IAM::Role 29`. */
export function counted(deployed: Pick<Deployed, 'type'>[]): string {
  const counts = new Map<string, number>();
  for (const { type } of deployed) counts.set(short(type), (counts.get(short(type)) ?? 0) + 1);
  return [...counts].map(([type, count]) => `${type} ${count}`).join(', ');
}

/** Sentences: what moto's CloudFormation made, which types it does not know, and who made those. */
export function made(deployed: Deployed[]): string[] {
  const by = (maker: Deployed['by']): Deployed[] => deployed.filter((each) => each.by === maker);
  const left = by('nothing');
  const unknown = unique(deployed.filter((each) => each.by !== 'CloudFormation').map(({ type }) => type));
  return [
    `${by('CloudFormation').length} of ${plural(deployed.length, 'resource')} made by moto's CloudFormation`,
    ...(unknown.length > 0 ? [`types that it does not know: ${unknown.join(', ')}`] : []),
    ...(by('the API').length > 0
      ? [`made by the API of their service instead, with the template's properties: ${counted(by('the API'))}`]
      : []),
    ...(left.length > 0 ? [`not made at all: ${counted(left)}`] : []),
  ];
}

/** What moto takes and does not keep: its answer has nothing there, or always the same. Everything else counts. */
const NOT_KEPT = ['AWS::Lambda::Function Architectures', 'AWS::StepFunctions::StateMachine LoggingConfiguration'];

type Compared = { same: number; wrong: string[]; notKept: string[] };

export function compared(deployed: Deployed[]): Compared {
  const wrong: string[] = [];
  const notKept: string[] = [];
  let same = 0;
  for (const { id, type, by, wanted, found } of deployed) {
    if (by === 'nothing') continue;
    if (found === undefined) {
      wrong.push(`${id} is not there`);
      continue;
    }
    const before = wrong.length;
    for (const { path, absent, wanted: declared, found: answered } of differences(wanted, found)) {
      const property = `${type} ${path.split('.')[0]}`;
      if (absent || NOT_KEPT.includes(property)) notKept.push(short(property));
      else wrong.push(`${id} ${path}: ${JSON.stringify(answered)}, declared ${JSON.stringify(declared)}`);
    }
    if (wrong.length === before) same++;
  }
  return { same, wrong, notKept: unique(notKept) };
}
