/** What begins a seeded scenario: a failure and the part that notices it, a request for a switchover, or a quiet night. */
import type { Moment } from '../../stories/schema.ts';
import type { Dice } from './dice.ts';
import { FAILURES, type Failure } from './failures.ts';
import { asks } from './peril.ts';
import type { Entry } from './schedule.ts';

export type Opening = {
  entries: Entry[];
  /** When the takeover is expected to begin. */
  triggerSeconds: number;
  /** When a rotation begins that the failure did not come before. */
  rotationSeconds?: number;
};

type Circumstances = { dice: Dice; faults: string[]; automatic: boolean };

/** What asks for the takeover; where schedules run, the part that detects the failure is part of what is tested. */
function drawTrigger(dice: Dice, { alarm }: Failure, failsSeconds: number): Moment {
  const byAlarm = alarm !== undefined && dice.chance(0.85);
  // EC2's checks notice a death within two minutes; an alarm before that would be held.
  const [min, max] = byAlarm && alarm === 'status-check' ? [125, 160] : [15, 60];
  const atSeconds = failsSeconds + dice.whole(min, max);
  return byAlarm && alarm ? { atSeconds, alarm } : asks('failover', atSeconds);
}

function drawFailure({ dice, faults, automatic }: Circumstances, failsSeconds: number): Opening {
  const allowed = FAILURES.filter(({ name }) => faults.includes(name));
  const failure = dice.pick(allowed.length > 0 ? allowed : FAILURES);
  const entry: Entry = { name: failure.name, moments: [{ ...failure.moment(dice), atSeconds: failsSeconds }] };
  if (automatic) return { entries: [entry], triggerSeconds: failsSeconds + 30 };
  const trigger = drawTrigger(dice, failure, failsSeconds);
  return { entries: [entry, { name: 'trigger', moments: [trigger] }], triggerSeconds: trigger.atSeconds };
}

/** An image and its proof have taken ten to twenty minutes by then, and most of what goes wrong has gone wrong. */
export const NIGHT_SECONDS = 1500;

/** The appliance is well while an image of it is taken; it fails in the middle of that, or after it, or not at all. */
export function drawNight(circumstances: Circumstances, untilSeconds: number): Opening {
  const { dice } = circumstances;
  const rotationSeconds = dice.whole(1, 20);
  const rotate: Moment = {
    atSeconds: rotationSeconds,
    rotate: { requestedBy: dice.chance(0.8) ? 'schedule' : 'somebody' },
  };
  const rotation: Entry = { name: 'rotation', moments: [rotate] };
  const failsSeconds = dice.whole(rotationSeconds + 1, untilSeconds);
  if (dice.chance(0.4)) return { entries: [rotation], triggerSeconds: failsSeconds, rotationSeconds };
  const failure = drawFailure(circumstances, failsSeconds);
  return { ...failure, entries: [rotation, ...failure.entries], rotationSeconds };
}

export function drawOpening(circumstances: Circumstances): Opening {
  const { dice, automatic } = circumstances;
  if (automatic || !dice.chance(0.12)) return drawFailure(circumstances, 0);
  const atSeconds = dice.whole(5, 30);
  return { entries: [{ name: 'switchover', moments: [asks('switchover', atSeconds)] }], triggerSeconds: atSeconds };
}

/** EC2 sends events about these; of the others only an alarm does. */
const REPORTED_BY_EC2 = ['F35', 'stopped'];

/** The event that tells of this failure: on its way to us, or with the Lambda that had heard it or would look for it. */
export function drawLoss(dice: Dice, { entries: [failure] }: Opening): Entry {
  const told = REPORTED_BY_EC2.includes(failure?.name ?? '');
  const rule = told ? 'InstanceRule' : 'AlarmRule';
  const heardBy = [...(told ? ['route-instance-event'] : []), 'assess', 'sweep', 'probe-appliance'];
  const lost: Moment[] = [
    { atSeconds: 0, fault: { kind: 'event-lost', rule, times: 1 } },
    ...heardBy.map((functionName): Moment => ({ atSeconds: 0, death: { functionName, beforeCall: 1 } })),
  ];
  return { name: 'F9', moments: [dice.pick(lost)] };
}
