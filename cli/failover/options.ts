/** What was asked for: one command with its options, the help, or one clear sentence about what is wrong. */
import { Command as Program } from 'commander';
import { VERBS } from '../../shared/domain/messages/command-line.ts';
import { type Misunderstood, understand } from '../command-line/understand.ts';
import { text } from '../command-line/values.ts';
import type { Command, Common } from './command.ts';
import { exampleOf } from './examples.ts';
import { withPlace } from './place.ts';
import { simulatedOption } from './simulated-option.ts';
import { stage, usualStage } from './values.ts';
import { addVerbs } from './verbs.ts';

type Asked = { ask: 'do'; command: Command; common: Common };

type Given = Pick<Common, 'stage'> & Partial<Common>;

const ABOUT = 'Controls a deployment with your own AWS credentials. Each command has a --help of its own.';

const AFTER = `
A run belongs to AWS: Ctrl-C ends the watching and not the run.

Exit code: 0  done
           1  AWS or failover failed, or a part of the answer is unknown
           2  a mistake on the command line; AWS was not asked
           3  refused, held or not ready; this command changed nothing
           4  a run was started or may have been, and its end was not seen; it continues in AWS
         130  Ctrl-C before anything was started, and whenever npm runs the command
         141  the reader of the output is gone

${VERBS.map((verb) => `  ${exampleOf(verb)}`).join('\n')}`;

const declared = (): Program =>
  withPlace(
    new Program('npm run failover --')
      .description(ABOUT)
      .addOption(text('--stage <name>', 'which deployment (default: $FAILOVER_STAGE or dev)', 'prod').argParser(stage)),
  )
    .addOption(simulatedOption())
    .addHelpText('after', AFTER);

export function readOptions(args: string[], environment: NodeJS.ProcessEnv = {}): Asked | Misunderstood {
  return understand<Asked>(
    (give) => {
      const program = declared();
      program.setOptionValue('stage', usualStage(environment));
      addVerbs(program, (command) => {
        const { stage: name, region, profile, appliances, json = false, simulated } = program.opts<Given>();
        const common = { stage: name, region, profile, appliances, json, simulated };
        give({ ask: 'do', command, common });
      });
      return program;
    },
    args,
    environment,
  );
}
