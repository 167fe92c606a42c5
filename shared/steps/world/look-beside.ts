/** The look that `prepare` took while the prober still counted: it may stand for one that begins only now. */
import * as z from 'zod/mini';
import { readPrepareHistory } from '../../aws/prepare-history.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { executionArnOf, prepareMachineArnOf } from '../../domain/arns.ts';
import { prepareNameOf } from '../../domain/decision/early-launch.ts';
import { isFreshSilence, type LookBeside } from '../../domain/decision/look-beside.ts';
import type { Trigger } from '../../domain/decision/trigger.ts';
import { messageOf } from '../../domain/errors.ts';
import { poll } from '../pace/poll.ts';
import type { Look } from './look.ts';

/** The own look has begun. An appliance that answers has this long: its second try begins after one second. */
const OWN_MS_MIN = 1_500;

/** The next look ends within this time, or the own one does. */
const VISIBLE = { seconds: 1.5, everyMs: 300, slowing: 1 };

/**
 * The first that is known: the own look, or a fresh silence that `prepare` has seen in its newest look. Only a question of the prober has such a row
 * behind it, and only a running standby is worth the lost patience. The history of an execution of ours is the proof; the trigger
 * only says which execution is read.
 */
export function lookBeside(
  own: Promise<Look>,
  { appliance, trigger }: { appliance: Appliance; trigger: Trigger },
  deps: Deps,
): Promise<Look> {
  if (trigger.by !== 'prober' || appliance.standby.tier !== 'running') return own;
  const seen = silenceSeen(appliance.name, trigger.since, deps).then((look) => look ?? own);
  return Promise.race([own, seen]);
}

async function silenceSeen(appliance: string, since: string, deps: Deps): Promise<Look | undefined> {
  const name = prepareNameOf({ appliance, since });
  const executionArn = executionArnOf({ machineArn: prepareMachineArnOf(deps.deployment), name });
  try {
    await deps.clock.sleep(OWN_MS_MIN);
    const look = await poll(deps.clock, VISIBLE, () => freshSilence(executionArn, deps));
    if (look) deps.log({ level: 'info', appliance, looked: name, from: look.from, to: look.to });
    return look && { verdict: look.verdict, ...(look.reference !== undefined && { reference: look.reference }) };
  } catch (cause) {
    deps.log({ level: 'warn', appliance, message: `the look of ${name} is not read: ${messageOf(cause)}` });
    return undefined;
  }
}

async function freshSilence(executionArn: string, { clients, clock }: Deps): Promise<LookBeside | undefined> {
  const history = await readPrepareHistory(clients, executionArn);
  // What a state has put out is all that was done so far: the looks of `WatchAhead` follow that of `WarmFunctions`.
  const { done } = putOut.safeParse(history?.after('WatchAhead') ?? history?.after('WarmFunctions')).data ?? {};
  const newest = done?.watch?.look ?? done?.warm?.look;
  return newest && isFreshSilence(newest, clock.now().toISOString()) ? newest : undefined;
}

const verdict = z.enum(['answering', 'failing', 'unknown']);
const look = z.object({ verdict, from: z.string(), to: z.string(), reference: z.optional(z.string()) });
const withLook = z.optional(z.object({ look: z.optional(look) }));
const putOut = z.object({ done: z.object({ warm: withLook, watch: withLook }) });
