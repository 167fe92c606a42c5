/** What the record of a rotation says of the standby that it left. */
import type { KnownExecution } from '../decision/provenance.ts';

/** `instanceType`: absent in the record of an earlier release. */
type Recorded = { instanceId: string; imageId: string; instanceType: string | undefined };

/** Only of one that ended on its own: a caller that stops an execution chooses its cause. */
export function keptIn(
  { status, output, cause }: Pick<KnownExecution, 'status' | 'output' | 'cause'>,
  appliance: string,
): Recorded | undefined {
  const record = status === 'SUCCEEDED' ? output : status === 'FAILED' ? cause : undefined;
  const { appliance: of, standby } = Object(record);
  const { instanceId, imageId, instanceType } = Object(standby);
  if (of !== appliance || typeof instanceId !== 'string' || typeof imageId !== 'string') return undefined;
  return { instanceId, imageId, instanceType: typeof instanceType === 'string' ? instanceType : undefined };
}
