/** The metrics of readiness: whether a failover would succeed now, and how much configuration it would lose. */
import { PROBE_METRIC } from './probe-metric.ts';

export const READINESS_METRICS = {
  namespace: PROBE_METRIC.namespace,
  dimension: PROBE_METRIC.dimension,
  /** 1 or 0. */
  ready: 'Ready',
  /** Of the newest good image. */
  imageAge: 'ImageAgeHours',
} as const;
