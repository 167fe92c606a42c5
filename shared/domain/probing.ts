/** What a prober is asked and what it answers. */
import type { Appliance, Probe } from './appliance.ts';

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
 * `answered` is about the target alone; whether silence means failure is decided with a reference (`verdictOf`).
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

/** The reference needs no more than a connection to say that we are not cut off. */
export const referenceTarget = (reference: { host: string; port: number }, timeoutMs: number): ProbeTarget => ({
  ...reference,
  protocol: 'tcp',
  path: '/',
  timeoutMs,
});

/** One answer is enough to call an appliance alive; silence counts only where it was asked, and the reference answers. */
export function verdictOf(answers: ProbeAnswer[], reference: ProbeAnswer): ProbeVerdict {
  if (answers.some(({ answered }) => answered)) return 'answering';
  return reference.answered && answers.some(({ unasked }) => !unasked) ? 'failing' : 'unknown';
}
