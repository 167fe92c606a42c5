/** What SNS knows in the simulated account: messages, subscriptions, and the queue that collects. */
export type Published = {
  topicArn: string;
  subject: string;
  message: string;
  attributes: Record<string, string>;
};

export type Publication = Published & { atMs: number };

export type Subscription = {
  endpoint: string;
  state: 'confirmed' | 'pending';
  sinceMs: number;
  /** Confirmed with AuthenticateOnUnsubscribe: the link in a mail removes nothing. */
  authenticated: boolean;
  /** Of the last second. */
  deliveredMs: number[];
};

export type SnsState = {
  /** Of the topic of mails, by address. */
  subscriptions: Map<string, Subscription>;
  /** The most mails that any subscription got in one second. */
  mostInASecond: number;
  /** Whose subscriptions got too many. */
  deactivated: string[];
  /** How many subscriptions SNS lists in a page. */
  pageSize: number;
};

export const createSnsState = (): SnsState => ({
  subscriptions: new Map(),
  mostInASecond: 0,
  deactivated: [],
  pageSize: 100,
});

/** As SNS writes it into a queue. */
export type Envelope = {
  Type: 'Notification';
  Subject?: string | undefined;
  Message: string;
  MessageAttributes: Record<string, { Type: 'String'; Value: string }>;
};

export type Collect = (envelope: Envelope) => void;
