/** Asked before an image is taken and before it is called good: whether its instance is in the line. */
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import type { LedgerLine } from '../../domain/images/ledger.ts';
import type { Address } from '../../domain/snapshot.ts';
import { readLine } from '../line/read-line.ts';

type Candidate = { appliance: Appliance; address: Address; instanceId: string };

/** @throws TransientError when it cannot be known now. */
export async function lineOf(candidate: Candidate, deps: Deps): Promise<LedgerLine | { why: string }> {
  const { line } = await readLine(candidate, deps);
  if (line.in === 'unknown') throw new TransientError(`whether ${candidate.instanceId} is in the line: ${line.why}`);
  if (line.in === 'no') return { why: line.why };
  const { because, detail, since } = line;
  return { because, detail, ...(since !== undefined && { since }) };
}

/** @throws RefusedError when the instance is not in the line. */
export async function refuseOutOfLine(candidate: Candidate, deps: Deps): Promise<void> {
  const line = await lineOf(candidate, deps);
  if ('why' in line) throw new RefusedError(`not-in-line: ${line.why}`);
}
