/**
 * Terminates what this execution launched early and no takeover uses, and stops the standby that it started, also when the
 * response was lost. Only what it provably launched or started, and only while a fresh read shows that nothing uses it.
 */
import { terminate } from '../../aws/launch.ts';
import { readInstance, readOurInstanceIds } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { hasEnded, type Instance } from '../../domain/snapshot.ts';
import { aheadTokenOf, wasLaunchedBy } from '../../domain/takeover/client-token.ts';
import { poll } from '../pace/poll.ts';
import { earlyStartOf } from '../provenance/early-start.ts';
import { restStandby } from '../standby/rest-standby.ts';
import { whyEarlyStays } from '../world/ahead-in-use.ts';
import type { EndedAhead } from './facts.ts';
import { applianceOf, type PrepareInput, parsePrepare, refuseForeignExecution } from './input.ts';

/** EC2 takes the request, and shows it a moment later. */
const READ_BACK = { seconds: 15, everyMs: 1_000 };

export const endAhead: Step<PrepareInput, EndedAhead> = {
  parse: parsePrepare,
  async run(input, deps) {
    refuseForeignExecution(input, deps);
    const appliance = applianceOf(input, deps);
    const [own, started] = await Promise.all([findOwn(input, deps), findStarted(input, deps)]);
    const ended = await Promise.all([
      ...own.map((instance) => end(instance, appliance, deps)),
      ...started.map((standby) => restStandby(standby, appliance, deps)),
    ]);
    const later = ended.find(({ outcome }) => outcome === 'later');
    const instanceIds = [...own, ...started].map(({ id }) => id);
    return { ...(later ?? ended[0] ?? { outcome: 'gone', detail: 'nothing was launched' }), instanceIds };
  },
};

/**
 * The one that was launched, and every other that this execution provably launched, whose answer was lost.
 *
 * @throws TransientError when EC2 cannot say which there are.
 */
async function findOwn(input: PrepareInput, deps: Deps): Promise<Instance[]> {
  const { appliance, launched } = input;
  const tagged = await readOurInstanceIds(deps.clients, { appliance, role: 'ahead' });
  if (!tagged) throw new TransientError('which early launches there are is unknown');
  const ids = new Set([...(launched && !launched.standby ? [launched.instanceId] : []), ...tagged]);
  const readings = await Promise.all([...ids].map((id) => readInstance(deps.clients, id)));
  const alive = readings.flatMap((each) => (each.reading === 'described' ? [each.instance] : []));
  return alive.filter((instance) => !hasEnded(instance) && isOwn(instance, input, deps));
}

/** By the client token that only this execution uses, since it began. */
function isOwn(instance: Instance, { appliance, executionArn: askedBy, startedAt }: PrepareInput, deps: Deps): boolean {
  const { stage } = deps.deployment;
  return wasLaunchedBy(instance, (place) => aheadTokenOf({ stage, appliance, askedBy }, place), { startedAt });
}

/**
 * The standby that this execution started.
 *
 * @throws TransientError when EC2 or Step Functions cannot be asked.
 */
async function findStarted({ appliance, executionArn, standbyId }: PrepareInput, deps: Deps): Promise<Instance[]> {
  if (standbyId === undefined) return [];
  const reading = await readInstance(deps.clients, standbyId);
  if (reading.reading === 'unreadable') throw new TransientError(`${standbyId} is unreadable (${reading.why})`);
  if (reading.reading === 'absent') return [];
  const { instance } = reading;
  return (await earlyStartOf(instance, appliance, deps)) === executionArn ? [instance] : [];
}

type Ending = Omit<EndedAhead, 'instanceIds'>;

async function end({ id }: Instance, appliance: Appliance, deps: Deps): Promise<Ending> {
  const stays = await whyEarlyStays({ instanceId: id, role: 'ahead' }, appliance, deps);
  if (stays) {
    const { because, detail } = stays;
    if (because === 'gone') return { outcome: 'gone', detail };
    if (because === 'takeover') return { outcome: 'later', detail };
    // The takeover has ended before it was looked at.
    if (because === 'traffic') return { outcome: 'adopted', detail };
    throw new RefusedError(`${id} is not terminated: ${detail}`);
  }
  await terminate(deps.clients, id);
  const seen = await poll(deps.clock, READ_BACK, async () => {
    const reading = await readInstance(deps.clients, id);
    return (reading.reading === 'described' && hasEnded(reading.instance)) || undefined;
  });
  if (!seen) throw new TransientError(`${id} was asked to terminate, and is not seen doing so`);
  return { outcome: 'terminated', detail: `${id} was not used` };
}
