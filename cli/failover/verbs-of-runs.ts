/** The commands that end a run, or make one for practice. */
import { Wrong } from '../command-line/wrong.ts';
import { formatFor } from '../report/file-format.ts';
import type { Format } from '../report/render.ts';
import { format, outputFile } from './report-options.ts';
import { requiredReason } from './values.ts';
import { appliance, because, type Declare, stageOf } from './verb-parts.ts';

type Drilled = { isolated?: boolean; live?: boolean; reason?: string; format?: Format; output?: string };

const ONE_DRILL =
  'say which drill: --isolated proves an image apart from the network, --live moves the appliance and cuts its sessions once';

export const OF_RUNS = {
  abort: (verb, give) =>
    appliance(verb.description('stops a running takeover before its move, or a rotation; pauses takeovers for an hour'))
      .addOption(because())
      .action((of: string, { reason }: { reason?: string }) => {
        const why = requiredReason(reason, { verb: 'abort', appliance: of, stage: stageOf(verb) });
        give({ command: 'abort', appliance: of, reason: why });
      }),

  drill: (verb, give) =>
    appliance(verb.description('an exercise with a report at its end: a proof of a new image, or a switchover'))
      .option('--isolated', 'takes an image and launches it apart from the network; users notice nothing')
      .option('--live', 'moves the appliance to another zone; refused while readiness is red')
      .addOption(because())
      .addOption(format())
      .addOption(outputFile())
      .action((of: string, { isolated = false, live = false, reason, format: form, output }: Drilled) => {
        if (isolated === live) throw new Wrong(ONE_DRILL);
        const why = requiredReason(reason, { verb: 'drill', appliance: of, stage: stageOf(verb) });
        give({ command: 'drill', appliance: of, live, reason: why, format: formatFor(form, output), output });
      }),
} satisfies Record<string, Declare>;
