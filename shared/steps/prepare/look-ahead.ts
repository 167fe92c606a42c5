/** Looks at the appliance while the prober still counts its failed probes. The history of the execution carries what was seen. */
import type { DepsWith } from '../../deps.ts';
import type { LookBeside } from '../../domain/decision/look-beside.ts';
import { look } from '../world/look.ts';
import { probeTarget } from '../world/probe-target.ts';
import { applianceOf, type PrepareInput } from './input.ts';

/** Undefined when no look is asked for, or its time is over. It takes three seconds of a silent appliance. */
export async function lookAhead(input: PrepareInput, deps: DepsWith<unknown>): Promise<LookBeside | undefined> {
  const { looking } = input;
  const from = deps.clock.now().toISOString();
  if (looking === undefined || from >= looking.until) return undefined;
  const target = probeTarget(applianceOf(input, deps), { publicIp: looking.publicIp });
  const { verdict, reference } = await look(target, deps);
  return { verdict, ...(reference !== undefined && { reference }), from, to: deps.clock.now().toISOString() };
}
