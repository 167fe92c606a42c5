/**
 * Whether an instance is the very launch that a takeover of ours asked for. The request is repeated under its token: EC2 then
 * answers with what this request has launched, or says that the token was used with other parameters. So EC2 itself compares
 * everything that a launch can say: volumes, subnet, protections, user data, tags. A token is valid for at least 24 hours after
 * the end of its instance. https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html
 */
import { type Launch, launch } from '../../aws/launch.ts';
import type { Deps } from '../../deps.ts';
import { messageOf } from '../../domain/errors.ts';
import type { Instance } from '../../domain/snapshot.ts';
import type { Placement, TakeoverPlan } from '../../domain/takeover/takeover-plan.ts';

/** By which execution of a takeover, since when, and with which plan. */
export type LaunchedBy = { plan: TakeoverPlan; executionArn: string; startTime: string };

export type Repeated =
  | { launch: 'same' }
  /** EC2 says that the token was used for another request, so it was not our request. */
  | { launch: 'planted'; why: string }
  /** Unknown is not "the same". `instance` was launched by the repeated request itself. */
  | { launch: 'unknown'; why: string; instance?: Instance };

/** The placement of the plan that the instance was launched in, by what EC2 reports of it. */
export const placementOf = (
  { zone, type, imageId }: Instance,
  { placements }: Pick<TakeoverPlan, 'placements'>,
): Placement | undefined =>
  placements.find((each) => each.zone === zone && each.instanceType === type && each.imageId === imageId);

export async function repeatLaunch(
  instance: Instance,
  { plan, executionArn: by, startTime: executionStart }: LaunchedBy,
  { clients, deployment: { stage } }: Pick<Deps, 'clients' | 'deployment'>,
): Promise<Repeated> {
  const placement = placementOf(instance, plan);
  if (!placement) return { launch: 'planted', why: 'its takeover has no placement like that' };
  try {
    const asked = await launch(clients, { plan, placement, stage, executionStart, by });
    const unrated = { ...plan, volumeInitialization: undefined };
    const answer =
      isOtherRequest(asked) && plan.volumeInitialization
        ? await launch(clients, { plan: unrated, placement, stage, executionStart, by })
        : asked;
    if (answer.outcome === 'refused') {
      const planted = isOtherRequest(answer);
      return { launch: planted ? 'planted' : 'unknown', why: `${answer.code}: ${answer.message}` };
    }
    if (answer.instance.id === instance.id) return { launch: 'same' };
    return { launch: 'unknown', why: `EC2 answered with ${answer.instance.id}`, instance: answer.instance };
  } catch (cause) {
    return { launch: 'unknown', why: messageOf(cause) };
  }
}

/** After a death, a takeover launches without the rate of its plan. */
const isOtherRequest = (answer: Launch): boolean =>
  answer.outcome === 'refused' && answer.code === 'IdempotentParameterMismatch';
