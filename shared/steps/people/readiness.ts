/** Whether a failover of each appliance would succeed, asked of the deployment now. */
import { askReadiness } from '../../aws/ask-readiness.ts';
import type { Clients } from '../../aws/clients.ts';
import type { ReadinessClients } from '../../aws/readiness-clients.ts';
import type { DepsWith } from '../../deps.ts';
import type { Reading } from '../../domain/decision/witnesses.ts';
import { messageOf } from '../../domain/errors.ts';
import type { ApplianceReadiness } from '../../domain/readiness/verdict.ts';
import { atMost } from '../pace/at-most.ts';

export type AskedReadiness = { appliance: string; readiness: Reading<ApplianceReadiness> };

/** EC2 lets an account try two launches in a second, and a takeover that begins meanwhile needs them. */
const AT_ONCE_MAX = 2;

export function readReadiness(
  appliances: string[],
  { clients, deployment }: DepsWith<Clients & Pick<ReadinessClients, 'lambda'>>,
): Promise<AskedReadiness[]> {
  const functionName = `failover-${deployment.stage}-check-readiness`;
  return atMost(AT_ONCE_MAX, appliances, async (appliance) => ({
    appliance,
    readiness: await askReadiness(clients, { functionName, appliance }).then(
      (read) => ({ read }),
      (cause: unknown) => ({ unread: messageOf(cause) }),
    ),
  }));
}
