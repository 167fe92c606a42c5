/** What readiness has read, before it is judged. */

export type ReferenceFacts = {
  read: ReferenceReading[];
  /** Named in `appliances.yml`, and not the Region's endpoints. */
  own: boolean;
};

/** `detail`: why it did not answer. */
export type ReferenceReading = { name: string; answered: boolean; detail: string };
