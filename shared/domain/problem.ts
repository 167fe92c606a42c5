/** What a takeover could not do at its end, and leaves to the sweep. */

/** Closed, because the bench counts by it and S12 excuses by it. The text beside it is for operators. */
export type ProblemKind =
  /** The stop of the old instance was never asked, or EC2 refused it. */
  | 'stop-refused'
  /** It was asked, and the old instance was not seen stopping. */
  | 'stop-unseen'
  /** The new instance of a planned move has not answered, so that the old one was neither stopped nor retired. */
  | 'stop-withheld'
  /** A standby that the takeover took and did not use is not closed and the standby again. */
  | 'standby-not-back'
  /** A planned route table was deleted meanwhile. */
  | 'route-table-gone'
  /** The replacement lacks a key pair or an instance profile that exists no more. */
  | 'launched-without'
  /** Another principal has launched something with the client token of a takeover; it was not adopted. */
  | 'planted'
  | 'address-unread'
  /** The gate refuses: a newer takeover exists, or the address belongs to another owner. */
  | 'may-not-write'
  | 'not-tagged'
  | 'alarm-not-set';

export type Problem = { kind: ProblemKind; text: string };
