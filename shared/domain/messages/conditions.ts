/** What the sweep found about an appliance that serves: one message for all that is new of one kind. */

import { compose, type Message, RUNBOOKS, type Runbook, type Severity } from './message.ts';
import type { AppliancesNews, Condition, ConditionKind } from './news.ts';

type Words = { severity: Severity; headline: string; is: string; means: string; toDo: string; runbooks: Runbook[] };

/** The notification of an execution reports what the execution says of itself. */
type OfRotations =
  | 'rotation-held'
  | 'image-protected'
  | 'image-unknown'
  | 'image-pruned'
  | 'image-unproven'
  | 'service-silent'
  | 'service-unasked';
export type SweptKind = Exclude<ConditionKind, 'held' | OfRotations>;
export type SweptCondition = Condition & { kind: SweptKind };
export type SweptNews = Omit<AppliancesNews, 'conditions'> & { conditions: SweptCondition[] };

/** Their sentences stand in docs/operate/notifications.md as well: `npm run reasons`. */
export const CONDITIONS: Record<SweptKind, Words> = {
  drift: {
    severity: 'warning',
    headline: 'its routes, address or forwarding changed, and not by failover',
    is: 'a route, the address or the forwarding is not as the last takeover or adoption left it.',
    means: 'A person or another program changed it. It is not changed back, because that may have been intended.',
    toDo: 'Ask who changed it and why. To correct it, point the route or address at the active instance again (or turn its source/destination check off), or start a switchover, which launches a new instance from the newest image.',
    runbooks: [RUNBOOKS.drift],
  },
  zombie: {
    severity: 'warning',
    headline: 'a retired instance runs again',
    is: 'an instance that a takeover has replaced runs again, beside the active one.',
    means:
      'It has neither the address nor the routes, so no packets reach it; but it costs, and may use a licence twice.',
    toDo: 'Nothing, if it is being stopped; if this comes again, find out who starts it, or terminate it.',
    runbooks: [RUNBOOKS.zombie],
  },
  leftover: {
    severity: 'warning',
    headline: 'an unused replacement is left over',
    is: 'an instance that a takeover launched and did not use is still there.',
    means: 'It carries no traffic, and it costs. It is left alone, because it may say why the takeover failed.',
    toDo: 'Read its console output if the takeover failed, then terminate it.',
    runbooks: [RUNBOOKS.zombie, RUNBOOKS.takeoverFailed],
  },
  'leftover-proof': {
    severity: 'warning',
    headline: 'the proof of an image was left over',
    is: 'an instance that was launched to see whether an image boots outlived its rotation.',
    means: 'Nothing reaches it and it carries no traffic; but it costs, and takes room that a takeover may need.',
    toDo: 'Nothing, if it is being terminated. If not, fix what is named above, or terminate it.',
    runbooks: [RUNBOOKS.rotationFailed],
  },
  'standby-dead': {
    severity: 'warning',
    headline: 'no standby is ready',
    is: 'the instance that is kept ready for a takeover is not there, is not in the state of its tier, or is impaired.',
    means:
      'The appliance serves. If it failed now, the takeover would launch from the newest image, which takes longer.',
    toDo: 'Nothing, if a new one is being built. If this lasts, read the latest executions of the state machine rotation.',
    runbooks: [RUNBOOKS.standby],
  },
  'standby-stale': {
    severity: 'warning',
    headline: 'its standby is older than it may be',
    is: 'the image of the standby is older than standby.maxAgeHours.',
    means: 'A takeover to it loses what was configured since then. No newer image is good.',
    toDo: 'Find out why no rotation has made an image since then, and start one by hand.',
    runbooks: [RUNBOOKS.standby, RUNBOOKS.rotationFailed],
  },
  'not-adopted': {
    severity: 'critical',
    headline: 'not protected, its instance cannot be adopted',
    is: 'the instance that holds the address cannot be carried over to a replacement as it is.',
    means: 'A takeover would lose what is named below, or could not start at all, so the appliance is not protected.',
    toDo: 'Fix what is named above. The sweep adopts it within minutes.',
    runbooks: [RUNBOOKS.limits],
  },
  'auto-recovery': {
    severity: 'warning',
    headline: 'EC2 would recover it as well, beside us',
    is: 'simplified automatic recovery of EC2 is on for the active instance.',
    means: 'When its host fails, EC2 may bring the old instance back while a takeover replaces it.',
    toDo: 'Switch it off: aws ec2 modify-instance-maintenance-options --auto-recovery disabled --instance-id <id>',
    runbooks: [RUNBOOKS.notifications],
  },
  'probe-unproven': {
    severity: 'warning',
    headline: 'its probe has not proven itself and has no vote',
    is: 'its probe has not succeeded for five minutes on end since it was configured.',
    means: 'Only EC2 can notice a failure now: a dead service on a running machine goes unnoticed.',
    toDo: 'Let the probe in (security group, port, protocol), or point it at a port that answers.',
    runbooks: [RUNBOOKS.probeUnproven],
  },
  'two-active': {
    severity: 'warning',
    headline: 'several instances say that they are the active one',
    is: 'more than one instance is tagged as the active one.',
    means: 'The address was moved without a takeover. Traffic follows the address. The others only have the tag.',
    toDo: 'If the move was meant, stop the other instance and tag it failover:role=retired.',
    runbooks: [RUNBOOKS.drift],
  },
  'not-ready': {
    severity: 'warning',
    headline: 'a failover would not succeed as it is',
    is: 'the hourly check found something that a failover needs and would not find.',
    means: 'It serves as before. If it failed now, the takeover would fail, be late, or lose more than it has to.',
    toDo: 'Do what each line above says; the next check says whether it helped.',
    runbooks: [RUNBOOKS.notReady],
  },
  'malformed-tag': {
    severity: 'warning',
    headline: 'a tag on its address is not one that we wrote',
    is: 'a tag that controls failovers has a value that failover does not write.',
    means:
      'It has the safer meaning until it is corrected, which may hold every automatic takeover. It is sent again every hour.',
    toDo: 'Run the command above, if there is one. CloudTrail (CreateTags) names who wrote the tag.',
    runbooks: [RUNBOOKS.decisions],
  },
  'no-provenance': {
    severity: 'warning',
    headline: 'a resource carries its tags, and has no provenance',
    is: 'a resource carries the tags of this appliance, and no execution of this deployment made or named it.',
    means: 'Tags prove nothing, so it is left alone: it is not stopped, terminated, adopted, launched or pruned.',
    toDo: 'Remove the failover: tags from it if it is not part of the appliance. CloudTrail (CreateTags) names who set them.',
    runbooks: [RUNBOOKS.foreignTags],
  },
  'foreign-owner': {
    severity: 'critical',
    headline: 'not protected, its address names another owner',
    is: 'the tag failover:owner on the address names another stack.',
    means:
      'This deployment does not adopt, watch or take over while the tag says so. The appliance is not protected by it.',
    toDo: 'If the tag is wrong, run the command that follows the finding. If the other stack is to keep the address, remove the appliance from appliances.yml.',
    runbooks: [RUNBOOKS.ownership],
  },
  'foreign-template': {
    severity: 'warning',
    headline: 'its launch template was changed, and is reverted',
    is: 'the newest version of its launch template was not written by the sweep.',
    means: 'No takeover launches from that version. The sweep writes a version of its own after it.',
    toDo: 'Find out who wrote it: CloudTrail, CreateLaunchTemplateVersion. The version itself may be deleted.',
    runbooks: [RUNBOOKS.foreignTags],
  },
  maintenance: {
    severity: 'warning',
    headline: 'EC2 announces maintenance of its active instance',
    is: 'EC2 has scheduled an event for the active instance.',
    means: 'It serves until then. EC2 chooses the moment, and a takeover follows if the instance stops.',
    toDo: 'Run the command above before that time: the new instance answers before the old one stops.',
    runbooks: [RUNBOOKS.notifications],
  },
  'duty-failing': {
    severity: 'critical',
    headline: 'a duty of the sweep has failed five times in a row',
    is: 'the sweep could not do what is named below in five sweeps in a row.',
    means: 'What this duty keeps ready is out of date. A takeover may fail, be late, or be missing altogether.',
    toDo: 'Fix what the reason names. A denied call usually means a changed role or a service control policy.',
    runbooks: [RUNBOOKS.silence],
  },
};

export const isSweptKind = (kind: unknown): kind is SweptKind =>
  typeof kind === 'string' && Object.hasOwn(CONDITIONS, kind);

/** `conditions` are all of this one kind. */
export function conditionMessage(
  kind: SweptKind,
  { appliance, allocationId, publicIp, conditions }: SweptNews,
): Message {
  const { severity, headline, is, means, toDo, runbooks } = CONDITIONS[kind];
  return compose({
    ...{ appliance, kind, severity, headline, means, runbooks, toDo: [toDo] },
    is: `${appliance}: ${is}`,
    lines: [
      ['Found', conditions.map(({ detail }) => detail)],
      ['Address', `${publicIp} (${allocationId})`],
    ],
    facts: {
      appliance,
      publicIp,
      allocationId,
      conditions: conditions.map(({ about, detail }) => ({ about, detail })),
    },
  });
}
