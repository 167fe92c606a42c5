/** What a prober is asked and what it answers. */
export type ProbeTarget = {
  protocol: 'tcp' | 'tls' | 'https';
  host: string;
  port: number;
  path: string;
  status?: number | undefined;
  text?: string | undefined;
  timeoutMs: number;
};

/** `answered` is about the target alone; whether silence means failure is decided with a reference (`verdictOf`). */
export type ProbeAnswer = { answered: boolean; detail: string };

/** `unknown` when the prober itself is cut off: silence then says nothing about the appliance. */
export type ProbeVerdict = 'answering' | 'failing' | 'unknown';

/** One answer is enough to call an appliance alive; silence counts only while the reference answers. */
export function verdictOf(answers: ProbeAnswer[], reference: ProbeAnswer): ProbeVerdict {
  if (answers.some(({ answered }) => answered)) return 'answering';
  return reference.answered ? 'failing' : 'unknown';
}
