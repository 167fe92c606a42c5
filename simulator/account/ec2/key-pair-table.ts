/** The key pairs of the simulated account, by name. */
import type { Tags } from '../filters.ts';

export type KeyPairs = Map<string, { publicKey: string; tags: Tags }>;

/** The one of every instance that was there before the story. */
export const createKeyPairs = (): KeyPairs =>
  new Map([['company', { publicKey: 'ssh-ed25519 AAAA company', tags: {} }]]);
