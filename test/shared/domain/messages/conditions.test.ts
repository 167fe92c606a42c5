/** The messages about what a sweep found. */
import { describe, expect, test } from '@jest/globals';
import { isSweptKind, type SweptCondition } from '../../../../shared/domain/messages/conditions.ts';
import { asMail, conditionOf } from '../../../support/reported.ts';

/** Each kind in one mail; the compiler checks that none is missing. */
const MAILS: Record<SweptCondition['kind'], [severity: string, detail: string, mail: string]> = {
  drift: [
    'warning',
    'the route 10.242.2.0/24 in rtb-a, aimed at igw-1, does not lead to the active instance',
    `Subject: sophos: its routes, address or forwarding changed, and not by failover

sophos: a route, the address or the forwarding is not as the last takeover or adoption left it.
A person or another program changed it. It is not changed back, because that may have been intended.

Found    the route 10.242.2.0/24 in rtb-a, aimed at igw-1, does not lead to the active instance
Address  203.0.113.10 (eipalloc-1)

To do:
- Ask who changed it and why. To correct it, point the route or address at the active instance again (or turn its source/destination check off), or start a switchover, which launches a new instance from the newest image.

See docs/operate/drift.md`,
  ],
  zombie: [
    'warning',
    'i-old was retired by a takeover and is running again; it is being stopped',
    `Subject: sophos: a retired instance runs again

sophos: an instance that a takeover has replaced runs again, beside the active one.
It has neither the address nor the routes, so no packets reach it; but it costs, and may use a licence twice.

Found    i-old was retired by a takeover and is running again; it is being stopped
Address  203.0.113.10 (eipalloc-1)

To do:
- Nothing, if it is being stopped; if this comes again, find out who starts it, or terminate it.

See docs/operate/zombie.md`,
  ],
  'standby-dead': [
    'warning',
    'i-standby is stopped; a new one is being built. Until then a takeover launches from the newest image',
    `Subject: sophos: no standby is ready

sophos: the instance that is kept ready for a takeover is not there, is not in the state of its tier, or is impaired.
The appliance serves. If it failed now, the takeover would launch from the newest image, which takes longer.

Found    i-standby is stopped; a new one is being built. Until then a takeover launches from the newest image
Address  203.0.113.10 (eipalloc-1)

To do:
- Nothing, if a new one is being built. If this lasts, read the latest executions of the state machine rotation.

See docs/concepts/standby.md`,
  ],
  'standby-stale': [
    'warning',
    'the image of the standby i-standby was taken 60 h ago, and standby.maxAgeHours is 48; no newer image is good',
    `Subject: sophos: its standby is older than it may be

sophos: the image of the standby is older than standby.maxAgeHours.
A takeover to it loses what was configured since then. No newer image is good.

Found    the image of the standby i-standby was taken 60 h ago, and standby.maxAgeHours is 48; no newer image is good
Address  203.0.113.10 (eipalloc-1)

To do:
- Find out why no rotation has made an image since then, and start one by hand.

See docs/concepts/standby.md, docs/operate/rotation-failed.md`,
  ],
  leftover: [
    'warning',
    'i-half was launched by a takeover that did not use it, and is running',
    `Subject: sophos: an unused replacement is left over

sophos: an instance that a takeover launched and did not use is still there.
It carries no traffic, and it costs. It is left alone, because it may say why the takeover failed.

Found    i-half was launched by a takeover that did not use it, and is running
Address  203.0.113.10 (eipalloc-1)

To do:
- Read its console output if the takeover failed, then terminate it.

See docs/operate/zombie.md, docs/operate/takeover-failed.md`,
  ],
  'leftover-proof': [
    'warning',
    'i-proof was left by its rotation and was running; it is being terminated',
    `Subject: sophos: the proof of an image was left over

sophos: an instance that was launched to see whether an image boots outlived its rotation.
Nothing reaches it and it carries no traffic; but it costs, and takes room that a takeover may need.

Found    i-proof was left by its rotation and was running; it is being terminated
Address  203.0.113.10 (eipalloc-1)

To do:
- Nothing, if it is being terminated. If not, fix what is named above, or terminate it.

See docs/operate/rotation-failed.md`,
  ],
  'not-adopted': [
    'critical',
    'i-old has 2 network interfaces, and only one can be carried over',
    `Subject: sophos: not protected, its instance cannot be adopted

sophos: the instance that holds the address cannot be carried over to a replacement as it is.
A takeover would lose what is named below, or could not start at all, so the appliance is not protected.

Found    i-old has 2 network interfaces, and only one can be carried over
Address  203.0.113.10 (eipalloc-1)

To do:
- Fix what is named above. The sweep adopts it within minutes.

See docs/concepts/limits.md`,
  ],
  'auto-recovery': [
    'warning',
    'EC2 recovers i-old as well (simplified automatic recovery), beside our takeover',
    `Subject: sophos: EC2 would recover it as well, beside us

sophos: simplified automatic recovery of EC2 is on for the active instance.
When its host fails, EC2 may bring the old instance back while a takeover replaces it.

Found    EC2 recovers i-old as well (simplified automatic recovery), beside our takeover
Address  203.0.113.10 (eipalloc-1)

To do:
- Switch it off: aws ec2 modify-instance-maintenance-options --auto-recovery disabled --instance-id <id>

See docs/operate/notifications.md`,
  ],
  'probe-unproven': [
    'warning',
    'the probe of sophos (tcp to port 443) has not succeeded for five minutes since 2026-11-21T02:40:00.000Z, so it has no vote',
    `Subject: sophos: its probe has not proven itself and has no vote

sophos: its probe has not succeeded for five minutes on end since it was configured.
Only EC2 can notice a failure now: a dead service on a running machine goes unnoticed.

Found    the probe of sophos (tcp to port 443) has not succeeded for five minutes since 2026-11-21 02:40:00 UTC, so it has no vote
Address  203.0.113.10 (eipalloc-1)

To do:
- Let the probe in (security group, port, protocol), or point it at a port that answers.

See docs/operate/probe-unproven.md`,
  ],
  'two-active': [
    'warning',
    'i-new holds the address of sophos, and i-old is tagged active too: the address was moved without a takeover',
    `Subject: sophos: several instances say that they are the active one

sophos: more than one instance is tagged as the active one.
The address was moved without a takeover. Traffic follows the address. The others only have the tag.

Found    i-new holds the address of sophos, and i-old is tagged active too: the address was moved without a takeover
Address  203.0.113.10 (eipalloc-1)

To do:
- If the move was meant, stop the other instance and tag it failover:role=retired.

See docs/operate/drift.md`,
  ],
  'not-ready': [
    'warning',
    'no configured subnet is in another zone than ap-northeast-1a; add one under subnets',
    `Subject: sophos: a failover would not succeed as it is

sophos: the hourly check found something that a failover needs and would not find.
It serves as before. If it failed now, the takeover would fail, be late, or lose more than it has to.

Found    no configured subnet is in another zone than ap-northeast-1a; add one under subnets
Address  203.0.113.10 (eipalloc-1)

To do:
- Do what each line above says; the next check says whether it helped.

See docs/operate/not-ready.md`,
  ],
  'malformed-tag': [
    'warning',
    'failover:paused-until is "tomorrow", which is not a valid time: automatic takeovers are held; end it with: npm run failover -- resume sophos --stage dev',
    `Subject: sophos: a tag on its address is not one that we wrote

sophos: a tag that controls failovers has a value that failover does not write.
It has the safer meaning until it is corrected, which may hold every automatic takeover. It is sent again every hour.

Found    failover:paused-until is "tomorrow", which is not a valid time: automatic takeovers are held; end it with: npm run failover -- resume sophos --stage dev
Address  203.0.113.10 (eipalloc-1)

To do:
- Run the command above, if there is one. CloudTrail (CreateTags) names who wrote the tag.

See docs/concepts/decisions.md`,
  ],
  'no-provenance': [
    'warning',
    'i-database carries failover:role=retired, and no takeover of ours names it; it is left alone',
    `Subject: sophos: a resource carries its tags, and has no provenance

sophos: a resource carries the tags of this appliance, and no execution of this deployment made or named it.
Tags prove nothing, so it is left alone: it is not stopped, terminated, adopted, launched or pruned.

Found    i-database carries failover:role=retired, and no takeover of ours names it; it is left alone
Address  203.0.113.10 (eipalloc-1)

To do:
- Remove the failover: tags from it if it is not part of the appliance. CloudTrail (CreateTags) names who set them.

See docs/operate/foreign-tags.md`,
  ],
  'foreign-owner': [
    'critical',
    'the address 203.0.113.10 belongs to failover-prod, and this is failover-dev',
    `Subject: sophos: not protected, its address names another owner

sophos: the tag failover:owner on the address names another stack.
This deployment does not adopt, watch or take over while the tag says so. The appliance is not protected by it.

Found    the address 203.0.113.10 belongs to failover-prod, and this is failover-dev
Address  203.0.113.10 (eipalloc-1)

To do:
- If the tag is wrong, run the command that follows the finding. If the other stack is to keep the address, remove the appliance from appliances.yml.

See docs/operate/ownership.md`,
  ],
  'foreign-template': [
    'warning',
    'version 7 of failover-dev-sophos was written by arn:aws:sts::123456789012:assumed-role/ci/deploy and differs in: user data',
    `Subject: sophos: its launch template was changed, and is reverted

sophos: the newest version of its launch template was not written by the sweep.
No takeover launches from that version. The sweep writes a version of its own after it.

Found    version 7 of failover-dev-sophos was written by arn:aws:sts::123456789012:assumed-role/ci/deploy and differs in: user data
Address  203.0.113.10 (eipalloc-1)

To do:
- Find out who wrote it: CloudTrail, CreateLaunchTemplateVersion. The version itself may be deleted.

See docs/operate/foreign-tags.md`,
  ],
  maintenance: [
    'warning',
    'EC2 will stop or terminate i-old (instance-retirement) after 2026-12-05T03:00:00.000Z; switch over before: npm run failover -- switchover sophos --reason "maintenance by EC2" --stage prod',
    `Subject: sophos: EC2 announces maintenance of its active instance

sophos: EC2 has scheduled an event for the active instance.
It serves until then. EC2 chooses the moment, and a takeover follows if the instance stops.

Found    EC2 will stop or terminate i-old (instance-retirement) after 2026-12-05 03:00:00 UTC; switch over before: npm run failover -- switchover sophos --reason "maintenance by EC2" --stage prod
Address  203.0.113.10 (eipalloc-1)

To do:
- Run the command above before that time: the new instance answers before the old one stops.

See docs/operate/notifications.md`,
  ],
  'duty-failing': [
    'critical',
    'keeping the alarms of sophos: putting alarm failover-dev-sophos-probe: AccessDenied; in 5 sweeps in a row since 2026-11-21T02:55:00.000Z',
    `Subject: sophos: a duty of the sweep has failed five times in a row

sophos: the sweep could not do what is named below in five sweeps in a row.
What this duty keeps ready is out of date. A takeover may fail, be late, or be missing altogether.

Found    keeping the alarms of sophos: putting alarm failover-dev-sophos-probe: AccessDenied; in 5 sweeps in a row since 2026-11-21 02:55:00 UTC
Address  203.0.113.10 (eipalloc-1)

To do:
- Fix what the reason names. A denied call usually means a changed role or a service control policy.

See docs/operate/silence.md`,
  ],
};

describe('every kind of condition', () => {
  test.each(Object.entries(MAILS))('%s', (kind, [severity, detail, mail]) => {
    if (!isSweptKind(kind)) throw new Error(`${kind} is no kind`);
    const message = conditionOf(kind, detail);
    expect(asMail(message)).toBe(mail);
    expect(message).toMatchObject({ appliance: 'sophos', kind, severity });
  });

  test('a hold is none of them: it is notified with the execution that was held', () =>
    expect(['held', 'toString', 7, undefined].filter(isSweptKind)).toEqual([]));
});

test('what is new of one kind comes in one mail, and of very much the end is only counted', () => {
  const details = Array.from({ length: 23 }, (_, index) => `route ${index + 1}`);
  const { text, facts } = conditionOf('drift', ...details);
  expect(text).toContain('\nFound    route 1\n         route 2\n');
  expect(text).toContain('\n         route 20\n         ... and 3 more\nAddress  ');
  expect(facts.conditions).toHaveLength(23);
});
