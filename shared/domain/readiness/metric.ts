/** The metrics of readiness: whether a failover would succeed now, and how much configuration it would lose. */
import { PROBE_METRIC } from '../probing/probe-metric.ts';

export const READINESS_METRICS = {
  namespace: PROBE_METRIC.namespace,
  dimension: PROBE_METRIC.dimension,
  /** Of all appliances of a stage together. */
  ofDeployment: 'Deployment',
  /** 1 or 0, and nothing while it is unknown: the alarm takes hours without a word for a no. */
  ready: 'Ready',
  /** Of the newest good image. */
  imageAge: 'ImageAgeHours',
} as const;
