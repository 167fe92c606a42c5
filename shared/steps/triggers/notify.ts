/** The one publisher: tells people what executions and sweeps have to say. No takeover waits for it, nor fails with it. */
import type { Step } from '../../deps.ts';
import { RefusedError } from '../../domain/errors.ts';
import { mailCollected } from './mail-collected.ts';
import { type NotifyInput, parseNotifyInput } from './notify-input.ts';
import { tellExecution } from './tell-execution.ts';
import { tellNews } from './tell-news.ts';

/** The subjects of what was published. */
type Notified = { sent: string[] };

/** After any error that it throws, Lambda tries again twice and then keeps the event in a queue that alarms. */
export const notify: Step<NotifyInput, Notified> = {
  parse: parseNotifyInput,
  async run(input, deps) {
    if (input.from === 'queue') return { sent: await mailCollected(input.collected, deps) };
    if (input.from === 'execution') return { sent: await tellExecution(input.change, deps) };
    const [sweep, checkReadiness] = ['sweep', 'check-readiness'].map(
      (name) => `failover-${deps.deployment.stage}-${name}`,
    );
    const sender = input.functionArn.split(':')[6];
    if (sender !== sweep && sender !== checkReadiness) {
      throw new RefusedError(
        `the record is of ${input.functionArn}, not of ${sweep} or ${checkReadiness}, so no operator is notified`,
      );
    }
    return { sent: await tellNews(input.news, deps) };
  },
};
