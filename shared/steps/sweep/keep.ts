/** Keeps a calm appliance ready for its takeover: adopted, watched by both alarms, with a probe that may vote. */
import type { SeenAlarms } from '../../aws/alarms.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { activeBefore } from '../../domain/decision/active-instance.ts';
import { messageOf, TransientError } from '../../domain/errors.ts';
import type { DutyOutcome } from '../../domain/messages/failing-duties.ts';
import { type Condition, gistOf } from '../../domain/messages/news.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { adopt } from './adopt.ts';
import { arm } from './arm.ts';
import { OutOfLineError } from './out-of-line.ts';
import { proveProbe } from './prove-probe.ts';
import type { Everything } from './read-all.ts';

type Kept = {
  active?: string | undefined;
  refused?: string | undefined;
  /** Also of a partially applied one. */
  changes: string[];
  conditions: Condition[];
  /** What the alarm of the probe says since this adoption. */
  probation?: string | undefined;
  /** Why what could not be done this time was not. */
  problems: string[];
  /** Of each duty that was due. */
  outcomes: DutyOutcome[];
};

type Keeping = { appliance: Appliance; address: Address; thorough: boolean; alarms: Everything['alarms'] };

/** Compared with everything around it, and adopted, when it is the appliance's turn; its alarms are looked at each time. */
export async function keep({ appliance, address, thorough, alarms }: Keeping, deps: Deps): Promise<Kept> {
  const watched = alarms?.get(appliance.name)?.statusCheck?.instanceId;
  const adopted = watched !== undefined || address.tags[TAG.activeInstance] !== undefined;
  const known = address.instanceId !== undefined && adopted && activeBefore(address, watched) === undefined;
  const kept: Kept = {
    changes: [],
    conditions: [],
    problems: [],
    outcomes: [],
    active: known ? address.instanceId : undefined,
  };
  if (thorough) {
    try {
      const before = alarms && { watched };
      Object.assign(kept, await adopt({ appliance, address, before, found: kept.conditions }, deps));
      kept.outcomes.push({ duty: 'adoption' });
    } catch (cause) {
      kept.refused = messageOf(cause);
      const transient = cause instanceof TransientError;
      // A tag may name a machine that is not the appliance's: its alarms stay where they are.
      if (cause instanceof OutOfLineError) kept.active = undefined;
      kept.outcomes.push({ duty: 'adoption', why: transient ? kept.refused : undefined });
      // What cannot be notified now is notified by the next sweep; until then nothing is written down about the
      // active instance.
      if (transient) return kept;
      kept.conditions.push({ kind: 'not-adopted', about: gistOf(kept.refused), detail: kept.refused });
    }
  }
  if (!kept.active || !alarms) return kept;
  const { active, changes, probation } = kept;
  const since = sinceAdoption(address, alarms.get(appliance.name) ?? {}, probation);
  const { seen } = since;
  const proving = await orWhy(proveProbe(appliance, since, deps));
  changes.push(...(proving.done?.changes ?? []));
  const word = proving.done?.word ?? seen.probe?.probation;
  const arming = await orWhy(arm(appliance, { address, active, seen, probation: word, changes }, deps));
  kept.problems.push(...[arming.why, proving.why].flatMap((why) => why ?? []));
  kept.outcomes.push({ duty: 'alarms', why: arming.why }, { duty: 'probation of the probe', why: proving.why });
  return kept;
}

/** Both were read before the adoption. */
function sinceAdoption(address: Address, seen: SeenAlarms, probation: string | undefined) {
  if (probation === undefined) return { address, seen };
  return {
    address: { ...address, tags: { ...address.tags, [TAG.probe]: probation } },
    seen: seen.probe ? { ...seen, probe: { ...seen.probe, probation } } : seen,
  };
}

async function orWhy<Done>(work: Promise<Done>): Promise<{ done?: Done; why: string | undefined }> {
  return work.then(
    (done) => ({ done, why: undefined }),
    (cause: unknown) => ({ why: messageOf(cause) }),
  );
}
