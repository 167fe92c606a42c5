/** Mails what was collected, slowly enough for every subscription. */
import { publishMail } from '../../aws/publish.ts';
import type { Deps } from '../../deps.ts';
import { topicArnOf } from '../../domain/arns.ts';
import { mailsOf } from '../../domain/messages/digest.ts';
import { AFTER_MAIL_SECONDS } from '../../domain/messages/mail-rate.ts';
import type { Mail } from '../../domain/messages/message.ts';

/**
 * The queue keeps what was not mailed: after any error the whole batch comes again, and after five times it goes to the
 * queue that alarms. Lambda runs two batches side by side, and each waits after a mail.
 */
export async function mailCollected(collected: Mail[], { clients, clock, deployment, log }: Deps): Promise<string[]> {
  const mails = mailsOf(collected);
  for (const mail of mails) {
    await publishMail(clients, topicArnOf(deployment), mail);
    log({ level: 'info', sent: mail.subject, collected: collected.length });
    await clock.sleep(AFTER_MAIL_SECONDS * 1000);
  }
  return mails.map(({ subject }) => subject);
}
