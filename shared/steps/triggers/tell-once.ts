/** Notifies what may come again every minute, and remembers on the address that it was notified. */
import { publishMail } from '../../aws/publish.ts';
import { readAddress } from '../../aws/read-address.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import { eachTopicArnOf, senderOf, topicArnOf } from '../../domain/arns.ts';
import { messageOf } from '../../domain/errors.ts';
import { isCollected } from '../../domain/messages/mail-rate.ts';
import { type Message, mailOf } from '../../domain/messages/message.ts';
import { type Condition, isSent, readSent, withSent } from '../../domain/messages/news.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Address, TAG } from '../../domain/snapshot.ts';
import { inTime } from '../pace/in-time.ts';
import { ownerOf } from '../world/owner.ts';

/** With many appliances it is collected first, and mailed with what else is due within seconds. */
export async function tell(message: Message, { clients, configuration, deployment, log }: Deps): Promise<string[]> {
  const topicArn = isCollected(configuration) ? eachTopicArnOf(deployment) : topicArnOf(deployment);
  await publishMail(clients, topicArn, mailOf(message, senderOf(deployment)));
  log({ level: 'info', appliance: message.appliance, sent: message.subject });
  return [message.subject];
}

/** An address that cannot be read remembers nothing: then it is notified again, which is the safer side. */
export async function tellOnce(condition: Condition, message: Message, deps: Deps): Promise<string[]> {
  const appliance = findAppliance(deps.configuration, message.appliance);
  const address = appliance && (await readSoon(appliance.floatingIp, deps));
  if (!condition.insist && address && isSent(readSent(address.tags[TAG.sent]), condition)) return [];
  const subjects = await tell(message, deps);
  if (address) await remember(address, [condition], deps);
  return subjects;
}

/** An EC2 that hangs must not keep a message back. */
const READ_SECONDS = 5;

/** Undefined when it cannot be read, or not at once. */
export async function readSoon(floatingIp: string, { clients, clock, log }: Deps): Promise<Address | undefined> {
  try {
    return await inTime(clock, READ_SECONDS, readAddress(clients, floatingIp));
  } catch (cause) {
    log({ level: 'warn', address: floatingIp, unreadable: messageOf(cause) });
    return undefined;
  }
}

/**
 * Only after it was published. A tag that cannot be written is no reason to fail: a repetition would tell it again at
 * once, and so does the next occasion. Another stack's address is not written to.
 */
export async function remember(address: Address, conditions: Condition[], deps: Deps): Promise<void> {
  if (conditions.length === 0 || foreignOwner(address, ownerOf(deps)) !== undefined) return;
  const before = address.tags[TAG.sent];
  const sent = conditions.reduce((tag, condition) => withSent(readSent(tag), condition), before ?? '');
  if (sent === before) return;
  try {
    await writeTags(deps.clients, address.allocationId, { [TAG.sent]: sent });
  } catch (cause) {
    deps.log({ level: 'error', address: address.allocationId, notRemembered: messageOf(cause) });
  }
}
