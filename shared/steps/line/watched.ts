/** What the status check alarm of an appliance watches. Only adoptions and takeovers of ours point it at an instance. */
import { readAlarms, type SeenAlarm, type SeenAlarms } from '../../aws/alarms.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';

type Asking = Pick<Deps, 'clients' | 'deployment'>;

/** @throws TransientError, RefusedError when CloudWatch cannot be asked. */
export async function readAlarmsOf(appliance: Appliance, { clients, deployment }: Asking): Promise<SeenAlarms> {
  const alarms = await readAlarms(clients, { stage: deployment.stage, appliances: [appliance] });
  return alarms.get(appliance.name) ?? {};
}

/** Undefined where there is no alarm, or where it is not as we put it. */
export const watchedBy = ({ statusCheck }: SeenAlarms): SeenAlarm | undefined =>
  statusCheck?.asWanted ? statusCheck : undefined;

/** @throws TransientError, RefusedError when CloudWatch cannot be asked. */
export const readWatched = async (appliance: Appliance, deps: Asking): Promise<SeenAlarm | undefined> =>
  watchedBy(await readAlarmsOf(appliance, deps));
