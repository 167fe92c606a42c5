/** `npm run cost`: what the configured protection costs, item by item. */
import { parseArgs } from 'node:util';
import { ConfigurationError, loadConfiguration } from '../shared/config.ts';
import { costsOf } from './cost/costs.ts';
import { costPage } from './cost/page.ts';
import { processTerminal, type Terminal } from './terminal.ts';

const HELP = `What noticing, images, readiness and a takeover cost, item by item, for the configuration in APPLIANCES_FILE or appliances.yml.

  npm run cost
  npm run cost -- --json
`;

function asked(args: string[]): { json: boolean; help: boolean } | { wrong: string } {
  const options = {
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    return { wrong: cause instanceof Error ? cause.message : String(cause) };
  }
}

function main(args: string[], terminal: Terminal): number {
  const options = asked(args);
  if ('wrong' in options) {
    terminal.complain(`${options.wrong}\n${HELP}`);
    return 2;
  }
  if (options.help) {
    terminal.write(HELP);
    return 0;
  }
  try {
    const costs = costsOf(loadConfiguration());
    terminal.write(options.json ? `${JSON.stringify(costs, null, 2)}\n` : `${costPage(costs, terminal).join('\n')}\n`);
    return 0;
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause;
    terminal.complain(`${cause.message}\n`);
    return 1;
  }
}

const terminal = processTerminal();
terminal.exitWith(main(process.argv.slice(2), terminal));
