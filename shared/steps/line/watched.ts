/** What the status check alarm of an appliance watches. Only adoptions and takeovers of ours point it at an instance. */
import { readAlarms, type SeenAlarm } from '../../aws/alarms.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';

/**
 * Undefined where there is no alarm, or where it is not as we put it.
 *
 * @throws TransientError, RefusedError when CloudWatch cannot be asked.
 */
export async function readWatched(
  appliance: Appliance,
  { clients, deployment: { stage } }: Pick<Deps, 'clients' | 'deployment'>,
): Promise<SeenAlarm | undefined> {
  const alarms = await readAlarms(clients, { stage, appliances: [appliance] });
  const alarm = alarms.get(appliance.name)?.statusCheck;
  return alarm?.asWanted ? alarm : undefined;
}
