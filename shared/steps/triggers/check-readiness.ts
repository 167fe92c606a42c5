/** Every hour, and on request: would a failover of each appliance succeed if it began now? */
import * as z from 'zod/mini';
import { readConcurrency } from '../../aws/concurrency.ts';
import type { ReadinessClients } from '../../aws/readiness-clients.ts';
import { publishDeployment } from '../../aws/readiness-metric.ts';
import { readSubscriptions } from '../../aws/subscriptions.ts';
import { readVcpuQuota } from '../../aws/vcpu-quota.ts';
import type { Step } from '../../deps.ts';
import { type Appliance, findAppliance, isMany } from '../../domain/appliance.ts';
import { topicArnOf } from '../../domain/arns.ts';
import { messageOf, RefusedError } from '../../domain/errors.ts';
import { handedOver, isScheduled } from '../../domain/messages/handed-over.ts';
import type { AppliancesNews } from '../../domain/messages/news.ts';
import type { Readiness } from '../../domain/readiness/verdict.ts';
import type { ConfigurationAnswer, ConfigurationQuestion } from '../../domain/takeover/dry-run.ts';
import { finding } from '../dry-runs/finding.ts';
import { faultsIn } from '../input-faults.ts';
import { atMost } from '../pace/at-most.ts';
import { inTime } from '../pace/in-time.ts';
import { type Checked, checkOne, notChecked } from '../readiness/check-one.ts';
import type { ReadinessDeps } from '../readiness/gather.ts';
import { readReferences } from '../readiness/read-references.ts';

export type ReadinessReport = { appliances: Checked['readiness'][]; news: AppliancesNews[] };

/** A schedule's event names no appliance, and means all. */
const input = z.nullish(z.object({ appliance: z.optional(z.string()) }));

const question: z.ZodMiniType<ConfigurationQuestion> = z.strictObject({
  check: z.literal(true),
  configuration: z.literal(true),
});

type Asked = { appliance?: string | undefined; scheduled?: boolean };

/**
 * One appliance after the other begins, so that many take minutes: EC2 lets an account try two launches in a second,
 * and a takeover that begins meanwhile needs them.
 */
const EVERY_MS = 2_500;

/** However many there are, the last begins while the function has time for it. */
const SPREAD_MS_MAX = 780_000;

const AT_ONCE_MAX = 20;

/** When EC2 hangs for everybody, the last appliance still has its answer in time. */
const SECONDS_EACH_MAX = 60;

const tookTooLong = (appliance: Appliance): Checked =>
  notChecked(appliance, `no function knew after ${SECONDS_EACH_MAX} s`);

export const checkReadiness: Step<Asked, ReadinessReport, ReadinessClients> = {
  parse(event) {
    const parsed = input.safeParse(event, { reportInput: true });
    if (!parsed.success) throw new RefusedError(`readiness cannot be asked so: ${faultsIn(parsed.error)}`);
    return { appliance: parsed.data?.appliance, ...(isScheduled(event) && { scheduled: true }) };
  },
  async run({ appliance, scheduled = false }, deps) {
    const account = {
      quota: finding(readVcpuQuota(deps.clients, deps.clock.now().toISOString())),
      concurrency: finding(readConcurrency(deps.clients)),
      references: finding(readReferences(deps)),
      subscriptions: finding(readSubscriptions(deps.clients, topicArnOf(deps.deployment))),
    };
    const appliances = askedFor(appliance, deps);
    const startMs = deps.clock.now().getTime();
    const everyMs = Math.min(EVERY_MS, SPREAD_MS_MAX / appliances.length);
    const checked = await atMost(AT_ONCE_MAX, [...appliances.entries()], async ([index, each]) => {
      const waitMs = startMs + index * everyMs - deps.clock.now().getTime();
      if (waitMs > 0) await deps.clock.sleep(waitMs);
      return (await inTime(deps.clock, SECONDS_EACH_MAX, checkOne(each, account, deps))) ?? tookTooLong(each);
    });
    for (const { readiness } of checked) logged(readiness, deps);
    if (appliance === undefined && isMany(deps.configuration)) await publishAll(checked, deps);
    const news = handedOver(checked.flatMap((each) => each.news ?? []));
    // The log has what is open; a person who asks gets it all.
    return { appliances: scheduled ? [] : checked.map(({ readiness }) => readiness), news };
  },

  /** A deployment says with which configuration it was made; one that knows no such question refuses it at once. */
  async check(event, { configuration, deployment: { sweepRoleName } }): Promise<ConfigurationAnswer> {
    if (question.safeParse(event).success) return { check: [], configuration, sweepRoleName };
    throw new RefusedError('this function has no dry runs of its own');
  },
};

/** Its alarm takes three hours without a point for a no, so that a point that is lost needs no more than a line in the log. */
async function publishAll(
  checked: Checked[],
  { clients, clock, deployment: { stage }, log }: ReadinessDeps,
): Promise<void> {
  const answers = checked.map(({ readiness }) => readiness.answer);
  await publishDeployment(clients, { stage, at: clock.now().toISOString(), answers }).catch((cause: unknown) =>
    log({ level: 'error', message: messageOf(cause) }),
  );
}

function askedFor(name: string | undefined, { configuration }: ReadinessDeps) {
  if (name === undefined) return configuration.appliances;
  const found = findAppliance(configuration, name);
  if (found) return [found];
  const known = configuration.appliances.map((each) => each.name).join(', ');
  throw new RefusedError(`there is no appliance "${name}"; there are ${known}`);
}

function logged({ appliance, answer, checks, problems }: Checked['readiness'], { log }: ReadinessDeps): void {
  const of = (wanted: Readiness) => checks.filter(({ verdict }) => verdict === wanted);
  const [red, unknown] = [of('not-ready'), of('unknown')];
  if (answer !== 'ready' || problems.length > 0) log({ level: 'warn', appliance, answer, red, unknown, problems });
}
