/** Each verb with the words and the options that it takes. */
import { closest } from '../../shared/config/closest.ts';
import { commandFor, VERBS, type Verb, WHY } from '../../shared/domain/messages/command-line.ts';
import type { Command } from './command.ts';
import { type Flag, type Flags, list, SEPARATOR, shown, Wrong } from './flags.ts';
import { readEnd } from './pause-end.ts';

const COMMON: Flag[] = ['stage', 'region', 'profile', 'appliances', 'json', 'help'];

/** The flags that each command has of its own: one that another command would understand is a mistake too. */
const OWN: Record<Verb, Flag[]> = {
  status: [],
  rehearse: ['reason'],
  switchover: ['reason', 'force', 'yes'],
  failover: ['reason', 'force', 'yes'],
  follow: [],
  pause: ['for', 'until', 'reason'],
  resume: [],
  vouch: ['reason'],
  'take-ownership': ['take-ownership'],
};

/** What a tag has room for, and more than a record needs. */
const REASON_CHARACTERS_MAX = 256;

const isVerb = (word: string): word is Verb => Object.hasOwn(OWN, word);

function verbIn([word, second]: string[]): Verb {
  if (word === undefined) throw new Wrong(`say what to do: ${VERBS.join(', ')}; npm run failover -- --help says more`);
  if (isVerb(word)) return word;
  if (second !== undefined && isVerb(second)) {
    throw new Wrong(`the command comes first: write ${second} ${shown(word)}`);
  }
  const near = closest(word.slice(0, 60), VERBS);
  const guess = near === undefined ? '' : `; did you mean "${near}"?`;
  throw new Wrong(`there is no command "${shown(word)}"${guess} (there are: ${VERBS.join(', ')})`);
}

function refuseForeignFlags(verb: Verb, flags: Flags): void {
  const known = [...OWN[verb], ...COMMON];
  const foreign = Object.keys(flags).find((flag) => !known.some((each) => each === flag));
  if (foreign) throw new Wrong(`${verb} does not know --${foreign}; it has ${list(known)}`);
}

function reasonOf(verb: Verb, appliance: string, flags: Flags, otherwise?: string): string {
  const given = flags.reason ?? otherwise;
  if (given === undefined) {
    const { stage = 'dev' } = flags;
    const example = commandFor({ verb, appliance: shown(appliance), stage: shown(stage), flags: { reason: WHY } });
    throw new Wrong(`${verb} needs a reason, which is kept in its record: ${example}`);
  }
  if (given.length > REASON_CHARACTERS_MAX) {
    throw new Wrong(`--reason has ${given.length} characters; write ${REASON_CHARACTERS_MAX} at most`);
  }
  if (/\p{C}/u.test(given)) throw new Wrong('--reason has a line break or another control character; write one line');
  return given;
}

function moveOf(verb: 'switchover' | 'failover', appliance: string, flags: Flags): Command {
  const { force, yes } = flags;
  if (yes && !force) throw new Wrong('--yes answers the question that only --force asks; leave it out');
  const reason = reasonOf(verb, appliance, flags);
  return { command: verb, appliance, reason, force: force === true, yes: yes === true };
}

function pauseOf(appliance: string, { for: lasts, until, ...flags }: Flags): Command {
  const end = readEnd({ lasts, until });
  if (typeof end === 'string') throw new Wrong(end);
  const because = flags.reason === undefined ? undefined : reasonOf('pause', appliance, flags);
  return { command: 'pause', appliance, end, because };
}

function vouchOf(appliance: string, instance: string | undefined, flags: Flags): Command {
  if (instance === undefined) throw new Wrong('vouch needs the instance as well: vouch APPLIANCE i-0123456789abcdef0');
  if (!/^i-[0-9a-f]{8,17}$/.test(instance)) {
    throw new Wrong(`"${shown(instance)}" is not an instance id; write one such as i-0123456789abcdef0`);
  }
  return { command: 'vouch', appliance, instance, reason: reasonOf('vouch', appliance, flags) };
}

/** `takeover-sophos-g1` and whatever else Step Functions accepts as a name. */
function executionIn(word: string | undefined): string | undefined {
  if (word === undefined || /^[\w.-]{1,80}$/.test(word)) return word;
  throw new Wrong(`"${shown(word)}" is not the name of an execution; write one such as takeover-sophos-g1`);
}

/** @throws Wrong with what to write instead. */
export function commandOf(words: string[], flags: Flags): Command {
  const verb = verbIn(words);
  refuseForeignFlags(verb, flags);
  const [, appliance, second, ...rest] = words;
  const takesTwo = verb === 'vouch' || verb === 'follow';
  const [extra] = takesTwo || second === undefined ? rest : [second];
  if (extra !== undefined) {
    throw new Wrong(`${verb} takes one appliance; "${shown(extra)}" is one word too many (${SEPARATOR})`);
  }
  if (verb === 'status') return { command: verb, appliance };
  if (appliance === undefined) throw new Wrong(`${verb} needs the name of an appliance: ${verb} APPLIANCE`);
  switch (verb) {
    case 'rehearse':
      return { command: verb, appliance, reason: reasonOf(verb, appliance, flags, 'a rehearsal') };
    case 'switchover':
    case 'failover':
      return moveOf(verb, appliance, flags);
    case 'follow':
      return { command: verb, appliance, execution: executionIn(second) };
    case 'pause':
      return pauseOf(appliance, flags);
    case 'vouch':
      return vouchOf(appliance, second, flags);
    case 'take-ownership':
      return { command: verb, appliance, explicitly: flags['take-ownership'] === true };
    case 'resume':
      return { command: verb, appliance };
  }
}
