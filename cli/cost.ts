/** `npm run cost`: what the configured protection costs, item by item. */
import { Command } from 'commander';
import { ConfigurationError, loadConfiguration } from '../shared/config.ts';
import { answer, isMisunderstood } from './command-line/answer.ts';
import { type Misunderstood, understand } from './command-line/understand.ts';
import { whole } from './command-line/values.ts';
import { costsOf } from './cost/costs.ts';
import { costPage } from './cost/page.ts';
import { processTerminal, type Terminal } from './terminal.ts';

type Asked = { ask: 'cost'; json: boolean; boot: number | undefined };

const BOOT = 'from the launch until the service answers; `npm run failover -- status` shows what a proof has measured';

const readOptions = (args: string[]): Asked | Misunderstood =>
  understand<Asked>(
    (give) =>
      new Command('npm run cost --')
        .description(
          'What noticing, images, readiness and a takeover cost, item by item, for the configuration in APPLIANCES_FILE or appliances.yml.',
        )
        .addOption(whole('--boot <seconds>', BOOT, { min: 1, max: 3600 }))
        .option('--json', 'one JSON document instead of a page')
        .addHelpText('after', '\n  npm run cost\n  npm run cost -- --boot 300\n  npm run cost -- --json')
        .action(({ json = false, boot }: { json?: boolean; boot?: number }) => give({ ask: 'cost', json, boot })),
    args,
  );

function main(args: string[], terminal: Terminal): number {
  const asked = readOptions(args);
  if (isMisunderstood(asked)) return answer(asked, terminal);
  try {
    const costs = costsOf(loadConfiguration(), asked.boot);
    terminal.write(asked.json ? `${JSON.stringify(costs, null, 2)}\n` : `${costPage(costs, terminal).join('\n')}\n`);
    return 0;
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause;
    terminal.complain(`${cause.message}\n`);
    return 1;
  }
}

const terminal = processTerminal();
terminal.exitWith(main(process.argv.slice(2), terminal));
