/** Which takeover of ours launched an instance, proven by what EC2 reports of its launch and by the execution itself. */
import { pastTakeoverOf } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { generationPointedTo } from '../../domain/decision/generation.ts';
import type { KnownExecution } from '../../domain/decision/provenance.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import { launchTokenOf, type TakeoverLaunch, wasLaunchedBy } from '../../domain/takeover/client-token.ts';
import { seeTakeover } from './takeover-origin.ts';

type Reading = Pick<Deps, 'clients' | 'clock' | 'deployment'>;

/** By the pointer, or by the tag of the generation: both only say which execution is to be asked. */
export function generationClaimed({ tags }: Instance, appliance: string): number | undefined {
  const tag = Number(tags[TAG.generation]);
  return generationPointedTo(tags[TAG.by], appliance) ?? (Number.isInteger(tag) && tag > 0 ? tag : undefined);
}

/**
 * The generation of the takeover that launched it; undefined where none provably did.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function launcherOf(instance: Instance, appliance: string, deps: Reading): Promise<number | undefined> {
  const seen = await claimedTakeover(instance, appliance, deps);
  return seen && (launchedIn(seen, instance, deps) || tookStandby(seen, instance)) ? seen.generation : undefined;
}

/** Its plan names the instance as the standby that it takes. */
const tookStandby = ({ takeover, generation }: Claimed, { id }: Instance): boolean =>
  pastTakeoverOf(takeover, generation).plan?.standby?.instanceId === id;

export type Launcher = { generation: number; takeover: KnownExecution };

/**
 * The same, with the execution itself, and only of what it launched.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function launchingTakeover(
  instance: Instance,
  appliance: string,
  deps: Reading,
): Promise<Launcher | undefined> {
  const seen = await claimedTakeover(instance, appliance, deps);
  return seen && launchedIn(seen, instance, deps)
    ? { generation: seen.generation, takeover: seen.takeover }
    : undefined;
}

type Claimed = Launcher & { appliance: string };

/** The verified takeover that the tags of the instance name. */
async function claimedTakeover(instance: Instance, appliance: string, deps: Reading): Promise<Claimed | undefined> {
  const generation = generationClaimed(instance, appliance);
  if (generation === undefined) return undefined;
  const seen = await seeTakeover({ appliance, generation }, deps);
  return seen?.origin.origin === 'verified' ? { appliance, generation, takeover: seen.takeover } : undefined;
}

function launchedIn(
  { appliance, generation, takeover }: Claimed,
  instance: Instance,
  { deployment: { stage } }: Reading,
): boolean {
  const launch: TakeoverLaunch = { stage, appliance, generation, executionStart: takeover.startedAt };
  return wasLaunchedBy(instance, (place) => launchTokenOf(launch, place), takeover);
}
