/** What the record of a rotation says of the standby that it left. */
import type { KnownExecution } from '../decision/provenance.ts';

type Recorded = { instanceId: string; imageId: string };

/** Only of one that ended on its own: a caller that stops an execution chooses its cause. */
export function keptIn(
  { status, output, cause }: Pick<KnownExecution, 'status' | 'output' | 'cause'>,
  appliance: string,
): Recorded | undefined {
  const record = status === 'SUCCEEDED' ? output : status === 'FAILED' ? cause : undefined;
  const { appliance: of, standby } = Object(record);
  const { instanceId, imageId } = Object(standby);
  if (of !== appliance || typeof instanceId !== 'string' || typeof imageId !== 'string') return undefined;
  return { instanceId, imageId };
}
