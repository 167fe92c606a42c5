/**
 * One look at an early launch: whether a takeover uses it, whether the appliance answers again, whether its time is over. Where a
 * standby runs and nothing was launched, one look at the appliance alone.
 */
import { readAddress } from '../../aws/read-address.ts';
import { readInstance } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import { ANSWERS_SECONDS, KEPT_SECONDS } from '../../domain/decision/early-launch.ts';
import { secondsBetween } from '../../domain/instants.ts';
import type { ProbeVerdict } from '../../domain/probing/probing.ts';
import { hasEnded, type InstanceReading, isStopped, TAG } from '../../domain/snapshot.ts';
import { seeSuccessor } from '../provenance/successor.ts';
import { look } from '../world/look.ts';
import { probeTarget } from '../world/probe-target.ts';
import type { Watched } from './facts.ts';
import { applianceOf, type PrepareInput, parsePrepare, refuseForeignExecution } from './input.ts';
import { lookAhead } from './look-ahead.ts';

export const watchAhead: Step<PrepareInput, Watched> = {
  parse: parsePrepare,
  async run(input, deps) {
    const { launched, generation } = input;
    if (!launched || generation === undefined) return lookOnly(input, deps);
    const appliance = applianceOf(input, deps);
    const [reading, { seen }, verdict] = await Promise.all([
      readInstance(deps.clients, launched.instanceId),
      seeSuccessor({ appliance: input.appliance, generation: generation - 1 }, deps),
      readAddress(deps.clients, appliance.floatingIp).then(async ({ publicIp }) => {
        const answer = await look(probeTarget(appliance, { publicIp }), deps);
        return answer.verdict;
      }),
    ]);
    const now = deps.clock.now().toISOString();
    const answeringSince = stillAnswering(verdict, input.answeringSince, now);
    const seconds = secondsBetween({ from: launched.launchedAt, to: now });
    return {
      ...judge({ reading, taken: seen.status !== 'absent', standby: launched.standby, answeringSince, seconds, now }),
      ...(answeringSince !== undefined && { answeringSince }),
    };
  },
};

/** An answer ends the row that is looked at. */
async function lookOnly(input: PrepareInput, deps: Deps): Promise<Watched> {
  refuseForeignExecution(input, deps);
  const look = await lookAhead(input, deps);
  if (!look) return { outcome: 'nothing', detail: 'nothing was launched' };
  if (look.verdict === 'answering') return { outcome: 'nothing', detail: 'the appliance answers', look };
  return { outcome: 'looking', detail: `the appliance is ${look.verdict}`, look };
}

/** Unknown is neither an answer nor a silence. */
function stillAnswering(verdict: ProbeVerdict, since: string | undefined, now: string): string | undefined {
  if (verdict === 'failing') return undefined;
  return verdict === 'answering' ? (since ?? now) : since;
}

/** What a read may lag behind the start, and more. */
const STALE_SECONDS = 60;

type Seen = {
  reading: InstanceReading;
  /** A takeover exists that may use it. */
  taken: boolean;
  /** It is the standby, which was started. */
  standby: boolean;
  answeringSince: string | undefined;
  /** Since the launch. */
  seconds: number;
  now: string;
};

function judge({ reading, taken, standby, answeringSince, seconds, now }: Seen): Omit<Watched, 'answeringSince'> {
  if (reading.reading === 'described') {
    const { state, tags, id } = reading.instance;
    // EC2 may take the start back; a read may still show it as it was before.
    const rests = standby && isStopped(state) && seconds >= STALE_SECONDS;
    if (hasEnded({ state }) || rests) return { outcome: 'gone', detail: `${id} is ${state}` };
    if (taken && tags[TAG.role] !== (standby ? 'standby' : 'ahead'))
      return { outcome: 'adopted', detail: `a takeover uses ${id}` };
  }
  if (answeringSince !== undefined && secondsBetween({ from: answeringSince, to: now }) >= ANSWERS_SECONDS)
    return { outcome: 'unused', detail: `the appliance has answered since ${answeringSince}` };
  if (seconds >= KEPT_SECONDS) return { outcome: 'unused', detail: `no takeover used it for ${KEPT_SECONDS} s` };
  return { outcome: 'waiting', detail: taken ? 'a takeover runs, or ran' : 'the appliance is watched' };
}
