/** When each kind of notification is sent, and how severe it is. The conditions of the sweep say so in their own words. */
import { CONDITIONS, type SweptKind } from '../../shared/domain/messages/conditions.ts';
import type { MessageKind } from '../../shared/domain/messages/message.ts';

type Kind = MessageKind | 'digest';

type Notification = { severity: string; when: string };

const OTHERS: Record<Exclude<Kind, SweptKind>, Notification> = {
  'takeover-started': {
    severity: 'critical if automatic, else info or warning',
    when: 'a takeover begins, automatic or not. Once for each outage',
  },
  'takeover-succeeded': {
    severity: 'info; warning if it names problems',
    when: 'a takeover ended, and the replacement answers',
  },
  'takeover-failed': {
    severity: 'warning or critical',
    when: 'a takeover ended without that. For repeated attempts in one outage see *how often*',
  },
  'takeover-died': {
    severity: 'critical',
    when: 'a takeover timed out, was stopped, or failed before it wrote its record',
  },
  'takeover-forged': {
    severity: 'warning',
    when: 'another principal started the takeover machine directly. That execution was refused and changed nothing. One notification an hour',
  },
  'failover-failed': {
    severity: 'critical',
    when: 'the `failover` machine failed before it decided. The same failure is sent once until the appliance is healthy again',
  },
  held: {
    severity: 'that of its reason; critical if the appliance has failed',
    when: 'a failover was held for a new reason. Once until the appliance is healthy again',
  },
  'rotation-failed': {
    severity: 'warning',
    when: 'a rotation of images failed, timed out or was stopped. Not sent if it only ended because a takeover has priority',
  },
  'proof-failed': {
    severity: 'warning',
    when: 'a rotation failed because its new image does not boot. Or that image boots and its service does not answer, although that of an earlier image did',
  },
  'image-unproven': {
    severity: 'warning',
    when: 'a rotation succeeded, but the proof that was due came to no verdict. Once until a proof comes to a verdict',
  },
  'service-silent': {
    severity: 'warning',
    when: 'a rotation succeeded, but the service of its proof did not answer, and no service of a proof ever has ([`probe.subnets`](../reference/configuration.md#probe)). Once until one answers',
  },
  'service-unasked': {
    severity: 'warning',
    when: 'a rotation succeeded, but `prove-service` failed permanently before the service of the proof answered. Once until a proof is asked again',
  },
  'rotation-held': {
    severity: 'warning or critical',
    when: 'the scheduled rotation was held in two nights running; for `not-in-line`, `drift` or `name-taken`, in one night. Once until an image is taken again',
  },
  'image-unknown': {
    severity: 'warning',
    when: 'an image, or an EBS snapshot without an image, carries our tags, and no record of a rotation confirms them. Example: a copy of an image with its tags. Failover leaves it alone. Each once',
  },
  'image-pruned': {
    severity: 'info',
    when: 'a rotation pruned an image that was never good (`failed`, `stale-candidate`), or marked or deleted an EBS snapshot whose image no longer exists. Each once. If that rotation failed, its `rotation-failed` or `proof-failed` lists them instead',
  },
  'image-protected': {
    severity: 'info',
    when: "an image would be pruned, but EC2's deregistration protection is on. Each once until it is pruned, or a rule keeps it again",
  },
  digest: {
    severity: 'that of the most severe one',
    when: 'a deployment with four appliances or more had more than three notifications within seconds',
  },
  alarm: {
    severity: 'warning',
    when: 'an alarm about an appliance (`prober-silent`, `not-ready`, `image-age`) of such a deployment. With fewer appliances CloudWatch sends its own mail',
  },
};

/** The sentence that the mail begins with. */
const swept = (): [string, Notification][] =>
  Object.entries(CONDITIONS).map(([kind, { severity, is }]) => [kind, { severity, when: is.replace(/\.$/, '') }]);

export const notifications = (): [string, Notification][] => [...Object.entries(OTHERS), ...swept()];
