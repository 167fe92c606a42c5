/** What a prober is asked and what it answers. */
import type { Appliance, Probe } from '../appliance.ts';
import type { Reference } from './references.ts';

export type ProbeTarget = {
  protocol: 'tcp' | 'tls' | 'https';
  host: string;
  port: number;
  path: string;
  /** https: the status that counts as an answer; without it, any below 500. */
  status?: number | undefined;
  /** https: what the body has to contain. */
  text?: string | undefined;
  timeoutMs: number;
};

/**
 * `answered` is about the target alone; whether silence means failure is decided with the references (`verdictOf`).
 * `unasked` says that the question never left, because the host's name led nowhere: that is no silence.
 */
export type ProbeAnswer = { answered: boolean; detail: string; unasked?: true };

/** `unknown` when the prober itself is cut off: silence then says nothing about the appliance. */
export type ProbeVerdict = 'answering' | 'failing' | 'unknown';

/** Who is asked: the host of the configuration, or else the floating address. */
export const targetOf = ({ host, ...probe }: Probe, publicIp: string): ProbeTarget => ({
  protocol: probe.protocol,
  host: host ?? publicIp,
  port: probe.port,
  path: probe.path,
  status: probe.status,
  text: probe.text,
  timeoutMs: probe.timeoutSeconds * 1000,
});

/** An allocation id is nothing that could be asked: the public address behind it has to be read first. */
export const hasToReadAddress = ({ floatingIp, probe }: Pick<Appliance, 'floatingIp' | 'probe'>): boolean =>
  floatingIp.startsWith('eipalloc-') && probe.host === undefined;

const SHORT_INTERVAL_SECONDS_MAX = 5;

/** EventBridge may begin the next minute some seconds late: probes that are close together go on until it has begun. */
export const loopSeconds = (intervalSeconds: number): number =>
  intervalSeconds <= SHORT_INTERVAL_SECONDS_MAX ? 66 : 60;

/** A connection to a reference proves that the prober is not cut off. */
export const referenceTarget = ({ host, port }: Reference, timeoutMs: number): ProbeTarget => ({
  host,
  port,
  protocol: 'tcp',
  path: '/',
  timeoutMs,
});

/** One answer is enough to call an appliance alive; silence counts only where it was asked, and a reference answers. */
export function verdictOf(answers: ProbeAnswer[], reference: Pick<ProbeAnswer, 'answered'>): ProbeVerdict {
  if (answers.some(({ answered }) => answered)) return 'answering';
  return reference.answered && answers.some(({ unasked }) => !unasked) ? 'failing' : 'unknown';
}
