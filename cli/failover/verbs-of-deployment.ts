/** The commands about the file, the bill, and the deployment as a whole. */
import { whole } from '../command-line/values.ts';
import { shown, Wrong } from '../command-line/wrong.ts';
import type { Declare } from './verb-parts.ts';

function whatOf(given: string): 'check' | 'show' {
  if (given === 'check' || given === 'show') return given;
  throw new Wrong(`config "${shown(given)}" is not known; write config check or config show`);
}

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

  remove: (verb, give) =>
    verb
      .description('removes the deployment and what it has made; instances, addresses and images stay')
      .option('--yes', 'answers the question whether to remove it; required where there is no terminal')
      .action(({ yes = false }: { yes?: boolean }) => give({ command: 'remove', appliance: undefined, yes })),
} satisfies Record<string, Declare>;
