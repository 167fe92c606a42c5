/** What the kit takes from outside; a test gives it a simulated account. */
import type { Door as FailoverDoor } from '../failover/open.ts';

export type Resolved = { address: string; ttl: number };

export type Door = FailoverDoor & {
  /** The A records of a name, with what is left of their time to live. */
  resolve(host: string): Promise<Resolved[]>;
  /** The text of a file; undefined when there is none. */
  read(file: string): string | undefined;
  /** The names in a folder; none when there is no such folder. */
  list(folder: string): string[];
};
