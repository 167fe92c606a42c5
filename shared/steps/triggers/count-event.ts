/** Counts what people were notified of, after they were: no notification fails with it. */
import { putValues } from '../../aws/put-values.ts';
import type { Deps } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import { messageOf } from '../../domain/errors.ts';
import { EVENT_METRICS, type EventValues } from '../../domain/messages/event-metrics.ts';

/** Only of a configured appliance: any name can be asked for, and each would be a metric that costs. */
export async function countEvent(appliance: string, values: EventValues, deps: Deps): Promise<void> {
  const { clients, clock, configuration, log } = deps;
  if (!findAppliance(configuration, appliance)) return;
  try {
    await putValues(clients, {
      ...{ doing: `counting what happened to ${appliance}`, at: clock.now().toISOString() },
      dimension: { Name: EVENT_METRICS.dimension, Value: appliance },
      values,
    });
  } catch (cause) {
    log({ level: 'warn', message: `not counted: ${messageOf(cause)}` });
  }
}
