/** Whether the standby that a takeover would use first is there, ours, and in the state of its tier. */
import { standbyState } from '../decision/standby-state.ts';
import { hoursBetween } from '../instants.ts';
import { type Image, TAG } from '../snapshot.ts';
import type { StandbyFacts } from './facts.ts';
import { type Facts, type Found, type Judgement, judgeKnown, notReady, ready } from './verdict.ts';

const COLD = 'until it is, a takeover launches from the newest image';

/** One that is missing is red although a takeover works without it: it costs the seconds for which the tier is paid. */
export function judgeStandby(facts: Facts): Judgement {
  const { tier } = facts.appliance.standby;
  if (tier === 'cold') return ready('none is configured (standby.tier: cold)');
  return judgeKnown(facts.standby, (standby) => {
    if (!standby) return notReady(`no standby is kept; the sweep has one built from the newest image, and ${COLD}`);
    return standby.ours ? judgeOwn(standby, facts) : notReady(foreign(standby));
  });
}

const foreign = ({ instanceId }: StandbyFacts): string =>
  `${TAG.standby} names ${instanceId}, which no rotation of this deployment has kept: no takeover uses it; ` +
  'the sweep has another one built';

function judgeOwn(standby: StandbyFacts, { appliance, active, images, now }: Facts): Judgement {
  const { instanceId, state, zone, imageId } = standby;
  const [newest] = answerOf(images) ?? [];
  const activeZone = answerOf(active)?.zone ?? '';
  const found = standbyState({
    tier: appliance.standby.tier,
    kept: standby,
    activeZone,
    newest: newest && { imageId: newest.id },
  });
  if (['ready', 'unsettled', 'left'].includes(found.state))
    return ready(
      `${instanceId} is ${state} in ${zone}, from ${imageId}${ageOf(standby, { images: answerOf(images), now })}`,
    );
  const why = 'why' in found ? found.why : 'no standby is kept';
  return notReady(`${why}; the sweep has a new one built, and ${COLD}`);
}

const answerOf = <Answer>(found: Found<Answer>): Answer | undefined =>
  found.found === 'read' ? found.answer : undefined;

function ageOf({ imageId }: StandbyFacts, { images = [], now }: { images: Image[] | undefined; now: string }): string {
  const takenAt = images.find(({ id }) => id === imageId)?.takenAt;
  return takenAt === undefined
    ? ''
    : `, whose content is ${Math.floor(hoursBetween({ from: takenAt, to: now }))} h old`;
}
