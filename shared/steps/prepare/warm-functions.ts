/**
 * Starts an execution environment of each function that a takeover needs, so that none of them begins cold. Where a standby runs,
 * it looks at the appliance meanwhile.
 */
import { invokeWarm } from '../../aws/invoke-warm.ts';
import type { WarmClients } from '../../aws/warm-clients.ts';
import type { Step } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import { WARMED } from '../../machines/time-outs.ts';
import type { Warmed } from './facts.ts';
import { type PrepareInput, parsePrepare, refuseForeignExecution } from './input.ts';
import { lookAhead } from './look-ahead.ts';

/** A function that does not answer costs the takeover half a second. */
export const warmFunctions: Step<PrepareInput, Warmed, WarmClients> = {
  parse: parsePrepare,
  async run(input, deps) {
    refuseForeignExecution(input, deps);
    const { clients, log } = deps;
    const { stage } = deps.deployment;
    const looked = lookAhead(input, deps).catch((cause: unknown) => {
      log({ level: 'warn', message: `no look beside the row: ${messageOf(cause)}` });
      return undefined;
    });
    const answers = await Promise.all(
      WARMED.map(async (name) => {
        try {
          await invokeWarm(clients, `failover-${stage}-${name}`);
          return { name, warm: true };
        } catch (cause) {
          log({ level: 'warn', cold: name, message: messageOf(cause) });
          return { name, warm: false };
        }
      }),
    );
    const named = (warm: boolean): string[] => answers.filter((each) => each.warm === warm).map(({ name }) => name);
    const look = await looked;
    return { warmed: named(true), cold: named(false), ...(look && { look }) };
  },
};
