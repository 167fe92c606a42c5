/** Whether a takeover of ours took the traffic from an instance: only then may the sweep stop what is tagged as retired. */
import { pastTakeoverOf } from '../../aws/executions.ts';
import type { Deps } from '../../deps.ts';
import { generationPointedTo } from '../../domain/decision/generation.ts';
import type { PastTakeover } from '../../domain/decision/history.ts';
import { type Instance, TAG } from '../../domain/snapshot.ts';
import { seeTakeover } from './takeover-origin.ts';

export type Retirement = { proven: true; generation: number } | { proven: false; why: string };

/**
 * The tag `failover:by` says which takeover is asked, and its own input and record say whether that is so.
 *
 * @throws TransientError when Step Functions cannot be asked.
 */
export async function retirementOf({ id, tags }: Instance, appliance: string, deps: Deps): Promise<Retirement> {
  const by = tags[TAG.by];
  if (by === undefined) return { proven: false, why: `it has no tag ${TAG.by}` };
  const generation = generationPointedTo(by, appliance);
  if (generation === undefined) return { proven: false, why: `${by} is no takeover of ${appliance}` };
  const seen = await seeTakeover({ appliance, generation }, deps);
  if (!seen) return { proven: false, why: `takeover ${generation} does not exist, or is older than 90 days` };
  if (seen.origin.origin !== 'verified') return { proven: false, why: `takeover ${generation}: ${seen.origin.why}` };
  return retiredBy(pastTakeoverOf(seen.takeover, generation), id)
    ? { proven: true, generation }
    : { proven: false, why: `takeover ${generation} did not take the traffic from it` };
}

/** One that died without a record had tagged it as its last deed, after it had moved. */
function retiredBy({ plan, record }: PastTakeover, id: string): boolean {
  const named = [plan?.old?.instanceId, record?.from, record?.silent, ...(plan?.finish?.passedOver ?? [])].includes(id);
  return named && record?.to !== id && (record === undefined || (record.moved && !record.undone));
}
