/** S26: what our functions do to resources that are not provably ours. An empty list means that the rule holds. */

/** One effect of one change by one of our functions. */
export type Effect = {
  by: string;
  /** `stop`, `terminate`, `deregister`, `delete`, `route`, `adopt`, `tag`, `launch`. */
  did: keyof typeof DID;
  /** The resource that was affected. */
  id: string;
  /** Whether a function of ours made it, or a genuine takeover or the beginning of the scenario named it. */
  ours: boolean;
};

const DID = {
  stop: 'stopped',
  terminate: 'terminated',
  deregister: 'deregistered',
  delete: 'deleted',
  route: 'gave the address or a route to',
  adopt: 'adopted',
  tag: 'tagged',
  launch: 'launched with what is not ours:',
};

/** S26: nothing is stopped, terminated, deregistered, deleted, adopted or given traffic that is not provably ours. */
export function withoutProvenance(effects: Effect[]): string[] {
  return effects
    .filter(({ ours }) => !ours)
    .map(({ by, did, id }) => `S26: ${by} ${DID[did]} ${id}, which is not ours`);
}
