/** The shape of the fault catalogue: what can go wrong, how it shows, what has to hold, and which stories tell it. */
import type { Moment } from '../schema.ts';

type WithoutInstant<Each> = Each extends { atSeconds: number } ? Omit<Each, 'atSeconds'> : never;

/** What happens in one moment of a scenario, whenever that is. */
type Deed = WithoutInstant<Moment>;

export type Entry = {
  /** `F1` to `F51`; there is no F30. */
  id: string;
  /** In people's words. */
  name: string;
  /** What an API call, an event or a probe shows of it. */
  shows: string;
  /** What must still hold. */
  holds: string;
  /** `once`: it happens and is over. `lasts`: until it is repaired. */
  kind: 'once' | 'lasts';
  /** Each is a way in which it is injected, in roles (`active`, `newest`), at any moment of a story. */
  deeds: readonly Deed[];
  /** Each tells it: its file has one of the deeds. */
  scenarios: readonly string[];
};

/** What makes one fault another one; how long it lasts, and how often it strikes, does not. */
const TELLING = [
  'kind',
  'action',
  'code',
  'shows',
  'at',
  'detailType',
  'checks',
  'alarm',
  'machine',
  'plan',
  'named',
  'claims',
  'sets',
  'from',
  'token',
  'on',
  'part',
  'says',
  'replaced',
  'enaSupport',
  'bootMode',
];

const field = (of: unknown, key: string): unknown => Object.entries(Object(of)).find(([name]) => name === key)?.[1];

/** Whether the moment is this deed, with other numbers perhaps. */
export function tells(moment: Moment, deed: Deed): boolean {
  const [[verb, said] = []] = Object.entries(deed);
  if (verb === undefined || !(verb in moment)) return false;
  const told = field(moment, verb);
  if (typeof said !== 'object') return told === said;
  return TELLING.every((key) => field(said, key) === undefined || field(said, key) === field(told, key));
}
