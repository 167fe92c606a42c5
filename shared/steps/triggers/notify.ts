/** The one publisher: tells people what executions and sweeps have to say. No takeover waits for it, nor fails with it. */
import type { Step } from '../../deps.ts';
import { RefusedError } from '../../domain/errors.ts';
import { mailCollected } from './mail-collected.ts';
import { parseTidings, type Tidings } from './notify-input.ts';
import { tellExecution } from './tell-execution.ts';
import { tellNews } from './tell-news.ts';

/** The subjects of what was published. */
export type Told = { told: string[] };

/** After any error that it throws, Lambda tries again twice and then keeps the event in a queue that alarms. */
export const notify: Step<Tidings, Told> = {
  parse: parseTidings,
  async run(tidings, deps) {
    if (tidings.from === 'queue') return { told: await mailCollected(tidings.collected, deps) };
    if (tidings.from === 'execution') return { told: await tellExecution(tidings.change, deps) };
    const [sweep, checkReadiness] = ['sweep', 'check-readiness'].map(
      (name) => `failover-${deps.deployment.stage}-${name}`,
    );
    const sender = tidings.functionArn.split(':')[6];
    if (sender !== sweep && sender !== checkReadiness) {
      throw new RefusedError(
        `the record is of ${tidings.functionArn}, not of ${sweep} or ${checkReadiness}, so no operator is notified`,
      );
    }
    return { told: await tellNews(tidings.news, deps) };
  },
};
