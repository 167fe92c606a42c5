/** The prober's metric and the period at which its alarm can look at it. */

/** 1 for a probe that failed, 0 for one that was answered; nothing while the prober itself is cut off. */
export const PROBE_METRIC = { namespace: 'SophosFailover', name: 'ProbeFailed', dimension: 'Appliance' } as const;

/** What one probe came to. `at` is when it began. */
export type ProbePoint = { appliance: string; at: string; failed: boolean };

/** An ALARM of the probe counts only while it is still being fed: its state stays when the data stop. */
export const PROBE_FRESH_SECONDS = 90;

/**
 * Alarms know periods of 10 s, 30 s and whole minutes; each period has to hold a probe.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
export const probePeriodSeconds = (intervalSeconds: number): 10 | 30 | 60 =>
  intervalSeconds <= 10 ? 10 : intervalSeconds <= 30 ? 30 : 60;
