/** Which takeover of ours launched an instance, proven by what EC2 reports of its launch and by the execution itself. */
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
  return (await launchingTakeover(instance, appliance, deps))?.generation;
}

export type Launcher = { generation: number; takeover: KnownExecution };

/**
 * The same, with the execution itself.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function launchingTakeover(
  instance: Instance,
  appliance: string,
  deps: Reading,
): Promise<Launcher | undefined> {
  const generation = generationClaimed(instance, appliance);
  if (generation === undefined) return undefined;
  const seen = await seeTakeover({ appliance, generation }, deps);
  if (seen?.origin.origin !== 'verified') return undefined;
  const { takeover } = seen;
  return launchedIn(takeover, { appliance, generation, stage: deps.deployment.stage }, instance)
    ? { generation, takeover }
    : undefined;
}

function launchedIn(
  takeover: KnownExecution,
  launch: Omit<TakeoverLaunch, 'executionStart'>,
  instance: Instance,
): boolean {
  const tokenOf = (place: Parameters<typeof launchTokenOf>[1]) =>
    launchTokenOf({ ...launch, executionStart: takeover.startedAt }, place);
  return wasLaunchedBy(instance, tokenOf, takeover);
}
