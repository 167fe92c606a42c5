/** Counts what people were notified of. No notification waits for it twice, nor fails with it. */
import { publishEvent } from '../../aws/event-metrics.ts';
import type { Deps } from '../../deps.ts';
import { findAppliance } from '../../domain/appliance.ts';
import { messageOf } from '../../domain/errors.ts';
import type { EventValues } from '../../domain/messages/event-metrics.ts';

/** Only of a configured appliance: any name can be asked for, and each would be a metric that costs. */
export async function countEvent(appliance: string, values: EventValues, deps: Deps): Promise<void> {
  const { clients, clock, configuration, log } = deps;
  if (!findAppliance(configuration, appliance)) return;
  try {
    await publishEvent(clients, { appliance, at: clock.now().toISOString(), values });
  } catch (cause) {
    log({ level: 'warn', message: `not counted: ${messageOf(cause)}` });
  }
}
