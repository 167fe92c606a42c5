/** The evaluator of the simulator's IAM, with AWS's own service reference. */
import type { Statement } from '../../infra/grants/grant.ts';
import { type Request, allows as weigh } from '../../simulator/account/iam/policy.ts';
import { loadReference } from '../../simulator/account/iam/reference.ts';

export const reference = await loadReference();

export const allows = (statements: readonly Statement[], request: Request): boolean =>
  weigh(statements, request, reference);
