/** The commands that this project prints for people, complete: a person copies one and presses return. */

export const VERBS = [
  'status',
  'plan',
  'rehearse',
  'switchover',
  'failover',
  'follow',
  'abort',
  'drill',
  'report',
  'history',
  'images',
  'readiness',
  'pause',
  'resume',
  'rotate',
  'vouch',
  'ownership',
  'evacuate',
  'config',
  'cost',
  'remove',
] as const;

export type Verb = (typeof VERBS)[number];

/** `words` follow the appliance, in whose place a report has its execution; of `flags`, `true` is one without a value, and an undefined one is left out. */
export type CommandWords = {
  verb: Verb;
  /** Absent in a command about all of them. */
  appliance?: string | undefined;
  words?: string[];
  stage: string;
  flags?: Record<string, string | true | undefined>;
};

/** What a person has to fill in as `reason`. */
export const WHY = 'WHY';

/** As a shell of Unix reads it back; a reason is a sentence, also when it is one word. */
function quoted(word: string, flag?: string): string {
  if (flag !== 'reason' && /^[\w./:=@%+,-]+$/.test(word)) return word;
  return /^[\w ./:=@%+,-]*$/.test(word) ? `"${word}"` : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

export function commandFor({ verb, appliance, words = [], stage, flags = {} }: CommandWords): string {
  const all: NonNullable<CommandWords['flags']> = { ...flags, stage };
  const options = Object.entries(all).flatMap(([flag, value]) => {
    if (value === undefined) return [];
    return value === true ? [`--${flag}`] : [`--${flag}`, quoted(value, flag)];
  });
  return ['npm run failover --', verb, ...[appliance ?? [], words].flat().map((word) => quoted(word)), ...options].join(
    ' ',
  );
}

/** `failover-dev`, the owner of an address, names the stage that a command needs. */
export const stageOfOwner = (owner: string): string => owner.replace(/^failover-/, '');

/** `arn:…:execution:failover-dev-takeover:…` names it as well. */
export const stageOfExecution = (executionArn: string): string =>
  /:execution:failover-([a-z0-9]+)-/.exec(executionArn)?.[1] ?? 'dev';
