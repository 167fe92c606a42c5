/** A takeover has begun: what failed according to whom, and where it goes with what. */
import { asker } from '../foreign-text.ts';
import { measuredText } from '../takeover/measured-boot.ts';
import { compose, type Message, RUNBOOKS, type Severity } from './message.ts';
import {
  atClock,
  imageAge,
  imageLine,
  inZone,
  lostLine,
  onDemand,
  type ReportedExecution,
  type ReportedPlan,
} from './reported.ts';

export function takeoverStarted(plan: ReportedPlan, execution: ReportedExecution): Message {
  const { appliance, generation, mode, automatic, requestedBy, because, failedAt, old, address } = plan;
  const [placement] = plan.placements;
  const image = imageAge(plan, placement?.imageId, execution.startedAt);
  const expected = plan.finish || mode === 'switchover' ? undefined : plan.measuredBoot;
  const minutes = Math.ceil(plan.bootLimitSeconds / 60) + 5;
  return compose({
    ...{ appliance, kind: 'takeover-started', ...openingOf(plan, placement?.zone ?? 'another zone') },
    lines: [
      ['Because', because],
      ['Asked by', requestedBy],
      ['Failed at', automatic ? atClock(failedAt) : undefined],
      ['From', old && inZone(old.instanceId, old.zone)],
      ['To', placement && `${placement.instanceType} in ${placement.zone}${plan.finish ? '' : onDemand(old)}`],
      ['Image', imageLine(image)],
      ['Lost', plan.finish ? undefined : lostLine(image)],
      ['Address', address.publicIp],
      ['Outage', expected && measuredText(expected)],
    ],
    toDo: [`Nothing, unless no further message comes within ${minutes} minutes: then look at the execution below.`],
    runbooks: [RUNBOOKS.takeoverFailed],
    executionArn: execution.arn,
    facts: {
      ...{ appliance, generation, mode, automatic, requestedBy, because, failedAt, address: address.publicIp },
      ...{ from: old?.instanceId, fromZone: old?.zone, toZone: placement?.zone, instanceType: placement?.instanceType },
      ...{ imageId: image?.imageId, imageTakenAt: image?.takenAt, imageAgeHours: image?.ageHours },
      ...{
        expectedSeconds: expected?.seconds,
        finishes: plan.finish?.generation,
        execution: execution.arn,
        startedAt: execution.startedAt,
      },
    },
  });
}

type Opening = { severity: Severity; headline: string; is: string; means: string };

const DOWN = 'No packets pass until the replacement answers. The next message reports it, and clients reconnect.';

function openingOf({ appliance, mode, automatic, requestedBy, finish }: ReportedPlan, zone: string): Opening {
  if (finish) {
    return {
      severity: 'critical',
      headline: `finishing the takeover of generation ${finish.generation}`,
      is: `A takeover of ${appliance} is partially applied and is being finished with ${finish.instanceId}.`,
      means: DOWN,
    };
  }
  if (mode === 'switchover') {
    return {
      severity: 'info',
      headline: `switchover to ${zone} has begun`,
      is: `${appliance} is being switched over to ${zone}, as ${asker(requestedBy)} asked.`,
      means:
        'The old instance serves until the new one is healthy; then sessions are cut once, and clients reconnect. It is stopped after the new one has answered; after a minute without an answer the traffic goes back.',
    };
  }
  if (automatic) {
    return {
      severity: 'critical',
      headline: `failed, taking over to ${zone}`,
      is: `${appliance} failed and is being replaced in ${zone}.`,
      means: DOWN,
    };
  }
  return {
    severity: 'warning',
    headline: `taking over to ${zone}, asked for by ${asker(requestedBy)}`,
    is: `${appliance} is being replaced in ${zone}, as ${asker(requestedBy)} asked.`,
    means:
      'Sessions are cut when the traffic moves. Clients reconnect once the replacement answers. The next notification says so.',
  };
}
