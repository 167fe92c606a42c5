/** The metrics of what happened, beside the mails: for dashboards, and for alarms of people's own. */
import { PROBE_METRIC } from '../probing/probe-metric.ts';

export const EVENT_METRICS = {
  dimension: PROBE_METRIC.dimension,
  /** 1 for each takeover of ours that ended, whether it succeeded or not. */
  takeovers: 'Takeovers',
  /** From the failure to the first answer, of a takeover that was answered. */
  outage: 'OutageSeconds',
  /** 1 for each hold that people were notified of. */
  holds: 'Holds',
} as const;

/** Values by the name of their metric. */
export type EventValues = Partial<Record<(typeof EVENT_METRICS)['takeovers' | 'outage' | 'holds'], number | undefined>>;
