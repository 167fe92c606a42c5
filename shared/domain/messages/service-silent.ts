/** A proof that boots and does not answer, where none ever has: it is the path rather than the image. */

import { imageInDoubt, type Succeeded } from './image-in-doubt.ts';
import type { Message } from './message.ts';
import { type Condition, isSent } from './news.ts';
import type { ReportedRotation } from './rotation-failed.ts';

const SILENT: Condition = { kind: 'service-silent', about: 'service', detail: 'its service has never answered' };

/** Proofs come once a week, and a night that asks no service, or could not, ends nothing that the list remembers. */
export function openSilence({ proven, unasked }: ReportedRotation, sent: ReadonlySet<string>): Condition[] {
  const asked = proven !== undefined && unasked === undefined;
  const silent = asked ? proven.service === 'silent' : isSent(sent, SILENT);
  return silent ? [SILENT] : [];
}

export function serviceSilent(succeeded: Succeeded): Message {
  const { proven } = succeeded.record;
  return imageInDoubt(succeeded, {
    kind: 'service-silent',
    headline: 'its newest image boots, and its service does not answer',
    is: `The proof of the image that the rotation of ${succeeded.appliance} has made boots, and its service does not answer.`,
    means:
      'The image is good and a takeover would use it. No service of a proof has ever answered, so the likely cause is the network path. You are notified once.',
    found: ['Proof', proven?.detail],
    toDo: [
      "Allow the subnets of probe.subnets in the appliance's own firewall, on its first interface and the port of the probe.",
      'Check that packets pass in both directions: network ACLs, route tables.',
      'Then start one rotation with "prove": true. If you do not need it, take probe.subnets out and deploy.',
    ],
    facts: { proven },
  });
}
