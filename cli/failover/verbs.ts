/** Each command: the words and options that it takes, and what was asked for when they are understood. */
import { Option, type Command as Program } from 'commander';
import { PAUSE_DAYS_MAX } from '../../shared/domain/decision/pauses.ts';
import { VERBS, type Verb } from '../../shared/domain/messages/command-line.ts';
import { text } from '../command-line/values.ts';
import { Wrong } from '../command-line/wrong.ts';
import { formatFor } from '../report/file-format.ts';
import type { Format } from '../report/render.ts';
import { exampleOf } from './examples.ts';
import { readEnd } from './pause-end.ts';
import { format, outputFile } from './report-options.ts';
import { execution, instance, lookBack, type MoveMode, moveMode, requiredReason } from './values.ts';
import { appliance, because, type Declare, type Give, oneOf, oneOrAll, refusal, stageOf } from './verb-parts.ts';
import { OF_DEPLOYMENT } from './verbs-of-deployment.ts';
import { OF_RUNS } from './verbs-of-runs.ts';

/** `start` with its default mode was replaced by a command for each mode. */
const THREE =
  'was replaced by three commands; write which one you mean: plan APPLIANCE (changes nothing), ' +
  'switchover APPLIANCE (it is healthy), or failover APPLIANCE (it is dead)';

const RENAMED =
  'take-ownership is now ownership: ownership APPLIANCE shows which stack the address belongs to, ' +
  'and ownership APPLIANCE --take gives it to this one';

const ONE_RUN = 'say of which run: report EXECUTION, or report --last APPLIANCE';

type Planned = { mode: MoveMode; shell?: boolean; output?: string; reason: string };

type Rotated = { prove?: boolean; now?: boolean; reason?: string };

type Moved = { reason?: string; force?: boolean; yes?: boolean };

const move = (verb: Program, name: 'switchover' | 'failover', force: string, give: Give): Program =>
  appliance(verb)
    .addOption(because())
    .option('--force', force)
    .option('--yes', 'answers the question of --force; required where there is no terminal')
    .addOption(new Option('--mode <mode>').hideHelp().argParser(refusal(`--mode ${THREE}`)))
    .action((of: string, { reason: given, force: forced = false, yes = false }: Moved) => {
      if (yes && !forced) throw new Wrong('--yes answers the question that only --force asks; leave it out');
      const why = requiredReason(given, { verb: name, appliance: of, stage: stageOf(verb) });
      give({ command: name, appliance: of, reason: why, force: forced, yes });
    });

const DECLARED: Record<Verb, Declare> = {
  ...OF_RUNS,
  ...OF_DEPLOYMENT,

  status: (verb, give) =>
    verb
      .description('shows holder, alarms, pause, probe, instances, last takeover, and drift; changes nothing')
      .argument('[appliance]', 'the name of an appliance; without it, all')
      .action((of?: string) => give({ command: 'status', appliance: of })),

  plan: (verb, give) =>
    appliance(verb.description('what a takeover would do now, as a difference; changes nothing'))
      .addOption(
        text('--mode <mode>', 'failover (it is dead) or switchover (it is healthy)', 'switchover')
          .argParser(moveMode)
          .default('failover'),
      )
      .option('--shell', 'as a shell script of aws calls, from reads of EC2 alone: for when Step Functions is down')
      .addOption(outputFile('writes the script into this file', 'takeover.sh'))
      .addOption(because('why; it is kept in the record').default('a plan'))
      .action((of: string, { mode, shell = false, output, reason: why }: Planned) => {
        if (output !== undefined && !shell) throw new Wrong('--output is the file of the script; add --shell');
        give({ command: 'plan', appliance: of, mode, shell, output, reason: why });
      }),

  rehearse: (verb, give) =>
    appliance(verb.description('the former name of plan'))
      .addOption(because('why; it is kept in the record').default('a rehearsal'))
      .action((of: string, given: { reason: string }) =>
        give({ command: 'rehearse', appliance: of, reason: given.reason }),
      ),

  switchover: (verb, give) =>
    move(
      verb.description('moves a healthy appliance to another zone; it serves until the new one answers'),
      'switchover',
      'although nothing can show when the new one serves; asks first',
      give,
    ),

  failover: (verb, give) =>
    move(
      verb.description('replaces a dead appliance now; held while the appliance answers'),
      'failover',
      'although it answers: shows health, plan, image and loss, and asks for its name',
      give,
    ),

  follow: (verb, give) =>
    appliance(verb.description('watches a run to its end'))
      .argument('[name]', 'the execution; without it, the newest takeover', execution)
      .action((of: string, name?: string) => give({ command: 'follow', appliance: of, execution: name })),

  report: (verb, give) =>
    verb
      .description('a run afterwards, as one page: outage, phases, changes, evidence, what is lost, what to do')
      .argument('[execution]', 'the name of an execution, such as takeover-sophos-g4', execution)
      .addOption(text('--last <appliance>', 'instead: the newest takeover of this appliance', 'sophos'))
      .addOption(format())
      .addOption(outputFile())
      .action((of: string | undefined, given: { last?: string; format?: Format; output?: string }) => {
        if ((of === undefined) === (given.last === undefined)) throw new Wrong(ONE_RUN);
        const { last, format: form, output } = given;
        give({ command: 'report', appliance: last, execution: of, format: formatFor(form, output), output });
      }),

  history: (verb, give) =>
    verb
      .description('takeovers, holds and rotations: when, why, outage, and from which instance to which')
      .argument('[appliance]', 'the name of an appliance; without it, all')
      .addOption(
        text('--since <duration>', 'how far back, in hours (h) or days (d)', '30d')
          .argParser(lookBack)
          .default(lookBack('90d'), '90d'),
      )
      .action((of: string | undefined, { since }: { since: number }) =>
        give({ command: 'history', appliance: of, sinceSeconds: since }),
      ),

  images: (verb, give) =>
    appliance(verb.description('the images of an appliance: age, whether good and proven, and why each is kept'))
      .option('--all', 'also those that are no good image of this appliance')
      .action((of: string, { all = false }: { all?: boolean }) => give({ command: 'images', appliance: of, all })),

  readiness: (verb, give) =>
    verb
      .description('asks now whether a failover would succeed: what is red first, with what to do')
      .argument('[appliance...]', 'the names of appliances; without one, all')
      .action((of: string[]) => give({ command: 'readiness', appliance: of[0], appliances: of })),

  pause: (verb, give) =>
    oneOrAll(verb.description('no automatic takeover begins until the pause ends; a person may still start one'))
      .addOption(text('--for <duration>', `minutes (m), hours (h) or days (d), ${PAUSE_DAYS_MAX} days at most`, '4h'))
      .addOption(text('--until <instant>', 'or until when, with its zone', '2026-11-22T06:00Z'))
      .addOption(because('why; status shows it'))
      .action((of: string | undefined, given: { for?: string; until?: string; reason?: string; all?: boolean }) => {
        const end = readEnd({ lasts: given.for, until: given.until });
        if (typeof end === 'string') throw new Wrong(end);
        give({ command: 'pause', appliance: oneOf(of, given), end, because: given.reason });
      }),

  resume: (verb, give) =>
    oneOrAll(verb.description('ends the pause now')).action((of: string | undefined, given: { all?: boolean }) =>
      give({ command: 'resume', appliance: oneOf(of, given) }),
    ),

  rotate: (verb, give) =>
    appliance(verb.description('takes an image of the appliance now, as the rotation does at night; follows it'))
      .option('--prove', 'and launches it apart from the network, to see whether it boots')
      .option('--now', 'although the last rotation was a short time ago')
      .addOption(because())
      .action((of: string, { prove = false, now = false, reason: given }: Rotated) => {
        const why = requiredReason(given, { verb: 'rotate', appliance: of, stage: stageOf(verb) });
        give({ command: 'rotate', appliance: of, prove, now, reason: why });
      }),

  vouch: (verb, give) =>
    appliance(verb.description('says that this instance is the appliance, so that images of it count'))
      .argument('<instance>', 'the id of the instance as well, such as i-0123456789abcdef0', instance)
      .addOption(because())
      .action((of: string, id: string, given: { reason?: string }) => {
        const why = requiredReason(given.reason, { verb: 'vouch', appliance: of, stage: stageOf(verb) });
        give({ command: 'vouch', appliance: of, instance: id, reason: why });
      }),

  ownership: (verb, give) =>
    appliance(verb.description('shows which stack the address belongs to'))
      .option('--take', 'and gives it to this one')
      .action((of: string, { take = false }: { take?: boolean }) =>
        give({ command: 'ownership', appliance: of, take }),
      ),
};

const former = (program: Program, name: string, sentence: string): Program =>
  program.command(name, { hidden: true }).allowUnknownOption().allowExcessArguments().action(refusal(sentence));

export function addVerbs(program: Program, give: Give): void {
  for (const verb of VERBS) {
    DECLARED[verb](program.command(verb), give).addHelpText('after', `\n  ${exampleOf(verb)}`);
  }
  former(program, 'start', `start ${THREE}`);
  former(program, 'take-ownership', RENAMED);
}
