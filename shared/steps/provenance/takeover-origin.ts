/** Reads whether a takeover is ours: started by an execution of our `failover` machine with exactly this plan. */
import { readRun } from '../../aws/executions.ts';
import { isTaken, readStarter } from '../../aws/last-event.ts';
import type { Deps } from '../../deps.ts';
import { failoverMachineArnOf } from '../../domain/arns.ts';
import type { SeenExecution } from '../../domain/decision/generation.ts';
import { type KnownExecution, type Origin, originOf, starterOf } from '../../domain/decision/provenance.ts';

export type TakeoverOf = { appliance: string; generation: number };

type Reading = Pick<Deps, 'clients' | 'clock' | 'deployment'>;

/** @throws TransientError when Step Functions cannot be asked. */
export async function readOrigin(takeover: KnownExecution, deps: Reading): Promise<Origin> {
  const starter = starterOf(takeover, failoverMachineArnOf(deps.deployment));
  if ('origin' in starter) return starter;
  const known = (await readStarter(deps.clients, starter.starterArn)) ?? 'absent';
  return originOf(takeover, known, deps.clock.now().toISOString());
}

export type SeenTakeover = { takeover: KnownExecution; origin: Origin };

/** Undefined when no execution has this name, or when it is not visible yet. */
export async function seeTakeover(
  { appliance, generation }: TakeoverOf,
  deps: Reading,
): Promise<SeenTakeover | undefined> {
  const { takeoverMachineArn } = deps.deployment;
  const takeover = await readRun(deps.clients, { takeoverMachineArn, appliance, generation });
  return takeover && { takeover, origin: await readOrigin(takeover, deps) };
}

/** Of a number that is probably free: whether it is taken is the cheaper question, and only a taken one is read. */
export async function seeIfTaken(of: TakeoverOf, deps: Reading): Promise<SeenTakeover | undefined> {
  const { takeoverMachineArn } = deps.deployment;
  return (await isTaken(deps.clients, { takeoverMachineArn, ...of })) ? seeTakeover(of, deps) : undefined;
}

/** For the lock: what is provably not ours is `forged`, and what cannot be proven yet counts as ours. */
export const asSeen = (seen: SeenTakeover | undefined): SeenExecution => {
  if (!seen) return { status: 'absent' };
  if (seen.origin.origin === 'forged') return { status: 'forged' };
  return { status: seen.takeover.status, stoppedAt: seen.takeover.stoppedAt };
};
