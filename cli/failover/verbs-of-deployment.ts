/** The commands about the file, the bill, and the deployment as a whole. */
import { commandFor, WHY } from '../../shared/domain/messages/command-line.ts';
import { text, whole } from '../command-line/values.ts';
import { shown, Wrong } from '../command-line/wrong.ts';
import { names, zone } from './values.ts';
import { because, type Declare, stageOf } from './verb-parts.ts';

function whatOf(given: string): 'check' | 'show' {
  if (given === 'check' || given === 'show') return given;
  throw new Wrong(`config "${shown(given)}" is not known; write config check or config show`);
}

type Evacuated = {
  plan?: boolean;
  end?: boolean;
  yes?: boolean;
  atOnce: number;
  first?: string[];
  reason?: string;
};

const unreasoned = (of: string, stage: string): string =>
  `evacuate needs a reason, which is kept in the records; write ${commandFor({ verb: 'evacuate', words: [of], stage, flags: { reason: WHY } })}`;

export const OF_DEPLOYMENT = {
  config: (verb, give) =>
    verb
      .description('the configuration: check names every fault of the file, show has every default filled in')
      .argument('<what>', 'check or show', whatOf)
      .option('--deployed', 'show: what is deployed, and where it differs from the file')
      .action((what: 'check' | 'show', { deployed = false }: { deployed?: boolean }) => {
        if (deployed && what === 'check')
          throw new Wrong('--deployed belongs to config show; write config show --deployed');
        give({ command: 'config', appliance: undefined, what, deployed });
      }),

  cost: (verb, give) =>
    verb
      .description('what the configured protection costs in a month, item by item')
      .addOption(
        whole('--boot <seconds>', 'from the launch until the service answers; status shows what a proof has measured', {
          ...{ min: 1, max: 3600 },
        }),
      )
      .action(({ boot }: { boot?: number }) => give({ command: 'cost', appliance: undefined, boot })),

  evacuate: (verb, give) =>
    verb
      .description('every appliance that serves in a zone leaves it; nothing is launched there for a day')
      .argument('<zone>', 'the name of the zone', zone)
      .option('--plan', 'says of each what would become of it, and changes nothing')
      .addOption(whole('--at-once <n>', 'how many move at the same time', { min: 1, max: 20 }).default(5))
      .addOption(text('--first <names>', 'these appliances before all others', 'sophos,edge').argParser(names))
      .option('--end', 'instead: the zone may be used again')
      .addOption(because())
      .option('--yes', 'answers the question whether to evacuate it; required where there is no terminal')
      .action((of: string, given: Evacuated) => {
        const { plan = false, end = false, yes = false, atOnce, first = [], reason } = given;
        if (plan && end)
          throw new Wrong('--plan changes nothing, and --end ends the evacuation; leave one of them out');
        const why = plan ? (reason ?? 'the plan of an evacuation') : end ? '' : reason;
        if (why === undefined) throw new Wrong(unreasoned(of, stageOf(verb)));
        give({ command: 'evacuate', appliance: undefined, zone: of, plan, end, atOnce, first, reason: why, yes });
      }),

  remove: (verb, give) =>
    verb
      .description('removes the deployment and what it has made; instances, addresses and images stay')
      .option('--yes', 'answers the question whether to remove it; required where there is no terminal')
      .action(({ yes = false }: { yes?: boolean }) => give({ command: 'remove', appliance: undefined, yes })),
} satisfies Record<string, Declare>;
