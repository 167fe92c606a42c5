/**
 * How fast one deployment mails its operators. SNS deactivates an e-mail subscription that gets more than ten mails in a
 * second, and deletes it 48 h later: https://repost.aws/knowledge-center/sns-email-subscription-disabled
 */
import type { Configuration } from '../appliance.ts';

/** What one subscription gets in a second at most, from `notify` and from alarms together. */
export const MAILS_PER_SECOND_MAX = 5;

/** Of a deployment with more appliances, notifications are collected, and a burst of them becomes one digest. */
const SINGLE_MAX = 3;

/** So long Lambda collects notifications, from the first one on. */
export const COLLECT_SECONDS = 10;

/** Batches of collected notifications that are mailed side by side. Lambda accepts no smaller limit. */
export const BATCHES_AT_ONCE_MAX = 2;

/** After each mail a batch waits so long: with the batches side by side that is one mail in a second. */
export const AFTER_MAIL_SECONDS = 2;

/** The notifications of one sweep of a deployment that does not collect: so many in a second. */
export const SWEEP_MAILS_PER_SECOND = 3;

export const isCollected = ({ appliances }: Pick<Configuration, 'appliances'>): boolean =>
  appliances.length > SINGLE_MAX;
