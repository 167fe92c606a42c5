/** An event as EventBridge's default bus carries it. */
export type AwsEvent = {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** Whole seconds, UTC. */
  time: string;
  region: string;
  resources: string[];
  detail: Record<string, unknown>;
};
