/** `evacuate`: every appliance that serves in a zone leaves it, a few at once, and nothing is launched there for a day. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { AVOID_HOURS_MAX } from '../../../shared/domain/decision/avoided-zones.ts';
import { RefusedError } from '../../../shared/domain/errors.ts';
import { secondsBetween } from '../../../shared/domain/instants.ts';
import { commandFor, WHY } from '../../../shared/domain/messages/command-line.ts';
import { avoidZone, useZoneAgain } from '../../../shared/steps/people/avoid-zone.ts';
import {
  type Evacuation,
  type Leaving,
  type Left,
  evacuate as leaveAll,
} from '../../../shared/steps/people/evacuate.ts';
import { type Serving, servingIn } from '../../../shared/steps/people/holders-in-zone.ts';
import { secondsText } from '../../layout.ts';
import { indented, plain } from '../../plain.ts';
import { applianceNamed } from '../appliance-named.ts';
import type { Command } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { eachInTurn, failedIn } from '../for-each-of.ts';
import { type Answered, type CarryOut, requestedBy, type Setting } from '../setting.ts';

type Evacuate = Extract<Command, { command: 'evacuate' }>;

/** What became of each appliance: of those that were there, and of those of which nothing is known. */
type Gone = Omit<Left, 'outcome'> & { outcome: Left['outcome'] | 'unknown' };

export const evacuate: CarryOut<'evacuate'> = async (command, setting) => {
  const { deps } = setting;
  const { zone, first } = command;
  const { region } = deps.deployment;
  if (!zone.startsWith(region)) {
    throw new RefusedError(
      `${zone} is no Availability Zone of ${region}, where this deployment is; write one such as ${region}a`,
    );
  }
  const named = first.map((name) => applianceNamed(deps.configuration, name));
  const appliances = [...new Set([...named, ...deps.configuration.appliances])];
  if (command.end) return endOf(zone, appliances, setting);
  const serving = await servingIn(zone, appliances, deps);
  const leaving = serving.filter((each): each is Leaving => each.at === 'zone');
  for (const line of whereLines(zone, serving)) say(line, setting);
  if (!command.plan && !(await isConfirmed(command, setting))) {
    const said = 'the answer is not the name of the zone';
    return { answer: { outcome: 'not-confirmed', said }, lines: [`${said}; nothing was changed`], code: EXIT.refused };
  }
  const unmarked = command.plan ? [] : await markAll(zone, appliances, setting);
  const left = await leave(leaving, command, setting);
  const unknown = serving.flatMap((each): Gone[] =>
    each.at === 'unknown' ? [{ appliance: each.appliance, outcome: 'unknown', detail: each.why }] : [],
  );
  const all = [...left, ...unknown];
  const answer = { zone, plan: command.plan, appliances: all, unmarked };
  return { answer, lines: lastLines(command, { all, unmarked }, setting), code: codeOf(all, unmarked) };
};

/** Progress is for a person; one JSON document stands alone. */
const say = (line: string, { terminal, common }: Setting): void =>
  (common.json ? terminal.complain : terminal.write)(`${indented(line)}\n`);

function whereLines(zone: string, serving: Serving[]): string[] {
  const lines = serving.flatMap((each) => {
    if (each.at === 'zone')
      return [`${each.appliance}: ${each.instanceId}${each.readable ? '' : ', which EC2 does not describe'}`];
    return each.at === 'unknown' ? [`${each.appliance}: not known where it serves: ${each.why}`] : [];
  });
  const elsewhere = serving.filter(({ at }) => at === 'elsewhere').length;
  const count = serving.filter(({ at }) => at === 'zone').length;
  const head = count === 0 ? `no appliance serves in ${zone}` : `serving in ${zone}: ${count} of ${serving.length}`;
  return [elsewhere > 0 ? `${head}; ${elsewhere} in other zones` : head, ...lines.map((line) => `  ${line}`)];
}

async function isConfirmed({ zone, yes }: Evacuate, { door }: Setting): Promise<boolean> {
  return yes || (await door.person.ask(`Type the name of the zone to evacuate it now: `)) === zone;
}

/** All of them: an appliance that fails elsewhere meanwhile is not launched there. Those that could not be marked, and why. */
async function markAll(zone: string, appliances: Appliance[], setting: Setting): Promise<string[]> {
  const marked = await eachInTurn(appliances, (appliance) => avoidZone({ appliance, zone }, setting.deps));
  const until = marked.flatMap((each) => ('done' in each ? each.done : [])).at(-1);
  if (until) say(`nothing is launched in ${zone} until ${until} while another zone has room`, setting);
  return failedIn(marked);
}

async function leave(leaving: Leaving[], { plan, reason, atOnce }: Evacuate, setting: Setting): Promise<Left[]> {
  const { deps, door } = setting;
  const since = deps.clock.now().toISOString();
  const interruption = door.person.interruption();
  let isStopped = false;
  void interruption.happened.then(() => {
    isStopped = true;
    say('no more are started; those that are started continue in AWS', setting);
  });
  const tell: Evacuation['tell'] = (told) => {
    const seconds = secondsText(secondsBetween({ from: since, to: deps.clock.now().toISOString() })).padStart(9);
    const what = 'started' in told ? `started: ${told.started}` : `${WORDS[told.outcome]}: ${told.detail}`;
    say(`${seconds}  ${told.appliance}  ${what}`, setting);
  };
  const asking = { plan, reason, atOnce, requestedBy: requestedBy(setting), newId: () => door.newId() };
  try {
    return await leaveAll(leaving, { ...asking, isStopped: () => isStopped, tell }, deps);
  } finally {
    interruption.forget();
  }
}

const WORDS: Record<Gone['outcome'], string> = {
  moved: 'moved',
  planned: 'would move',
  kept: 'NOT MOVED',
  failed: 'FAILED',
  unseen: 'started, and its end was not seen',
  'not-started': 'not started',
  unknown: 'NOT MOVED, because it is not known where it serves',
};

function lastLines(
  { zone, plan }: Evacuate,
  { all, unmarked }: { all: Gone[]; unmarked: string[] },
  { common }: Setting,
): string[] {
  const stays = all.filter(({ outcome }) => outcome !== 'moved' && outcome !== 'planned');
  const { stage } = common;
  const again = commandFor({ verb: 'evacuate', words: [zone], stage, flags: { reason: WHY } });
  const end = commandFor({ verb: 'evacuate', words: [zone], stage, flags: { end: true } });
  const verb = plan ? 'would leave' : 'left';
  return [
    `${all.length - stays.length} of ${all.length} ${verb} ${zone}`,
    ...stays.map(({ appliance, outcome, detail }) => `  ${appliance}: ${WORDS[outcome]}: ${detail}`),
    ...unmarked.map((each) => `  the zone is not avoided for ${each}`),
    ...(stays.length > 0 && !plan ? [`to go on with those that still serve there: ${again}`] : []),
    plan ? 'nothing was changed' : `to use the zone again before ${AVOID_HOURS_MAX} hours are over: ${end}`,
  ].map(indented);
}

/** What failed comes before what was not seen, and that before what was refused. */
function codeOf(all: Gone[], unmarked: string[]): ExitCode {
  const has = (...outcomes: Gone['outcome'][]): boolean => all.some(({ outcome }) => outcomes.includes(outcome));
  if (has('failed', 'unknown') || unmarked.length > 0) return EXIT.failed;
  if (has('unseen')) return EXIT.continues;
  return has('kept', 'not-started') ? EXIT.refused : EXIT.done;
}

async function endOf(zone: string, appliances: Appliance[], { deps }: Setting): Promise<Answered> {
  const all = await eachInTurn(appliances, (appliance) => useZoneAgain({ appliance, zone }, deps));
  const ended = all.flatMap((each) => ('done' in each && each.done ? each.appliance : []));
  const failed = failedIn(all);
  const line =
    ended.length > 0
      ? `${zone} is used again for ${ended.join(', ')}; nothing moves back automatically`
      : `${zone} was avoided for no appliance`;
  return {
    answer: { zone, ended, failed },
    lines: [line, ...failed.map((each) => `still avoided for ${each}`)].map(plain),
    code: failed.length > 0 ? EXIT.failed : EXIT.done,
  };
}
