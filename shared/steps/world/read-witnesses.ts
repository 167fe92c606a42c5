/** Asks the witnesses while the rest of the world is being read: our own eyes, and CloudWatch's alarms. */
import { readAlarms } from '../../aws/alarms.ts';
import { readProbePoints } from '../../aws/probe-metric.ts';
import { readAddress } from '../../aws/read-address.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import type { Trigger } from '../../domain/decision/trigger.ts';
import type { Reading, Testimony } from '../../domain/decision/witnesses.ts';
import { messageOf } from '../../domain/errors.ts';
import { plusSeconds } from '../../domain/instants.ts';
import { type Look, look } from './look.ts';
import { lookBeside } from './look-beside.ts';
import { probeTarget } from './probe-target.ts';

/** `probe`: the first look that is known. `own`: that of this function, which counts for more once it is over. */
export type Looking = { probe: Promise<Look>; own: Promise<Look> };

export type Witnesses = Looking & { testimony: Promise<Testimony> };

const NOT_ASKED: Reading<never> = { unread: 'not asked' };

/** As long as the direct probe takes: no decision waits longer for CloudWatch. */
const CLOUDWATCH_MS_MAX = 3_000;

/** A grace counts from the first failed probe, so that more than all of it is read. */
const BEYOND_GRACE_SECONDS = 300;

/** Our own eyes, which take longest and cost AWS nothing: begun at once, and not missed when something else goes wrong first. */
export function beginLook(appliance: Appliance, trigger: Trigger, deps: Deps): Looking {
  // A planned move happens whether the old one answers or not.
  const own = trigger.mode === 'switchover' ? Promise.resolve<Look>({ verdict: 'unknown' }) : lookAt(appliance, deps);
  const probe = lookBeside(own, { appliance, trigger }, deps);
  for (const look of [own, probe]) look.catch(() => undefined);
  return { probe, own };
}

/** With CloudWatch, whose rates a question that the lock holds must not use up. */
export function askWitnesses(
  looking: Looking,
  { appliance, trigger }: { appliance: Appliance; trigger: Trigger },
  deps: Deps,
): Witnesses {
  // No alarm holds a person, and a failover does not wait for CloudWatch. A planned move needs to know whether its probe has
  // a vote, and a rehearsal reports what the alarms say.
  const asksNone = trigger.by === 'person' && trigger.mode === 'failover';
  const none: Testimony = { alarms: NOT_ASKED, points: NOT_ASKED };
  return { ...looking, testimony: asksNone ? Promise.resolve(none) : readTestimony(appliance, deps) };
}

/** Begins at once where the configuration names the address; an allocation id has to be read first. */
async function lookAt(appliance: Appliance, deps: Deps): Promise<Look> {
  const { floatingIp, probe } = appliance;
  const named = probe.host !== undefined || !floatingIp.startsWith('eipalloc-');
  const publicIp = named ? floatingIp : (await readAddress(deps.clients, floatingIp)).publicIp;
  return look(probeTarget(appliance, { publicIp }), deps);
}

/** Never fails: what cannot be read is unknown, and that is no verdict about the appliance. */
export async function readTestimony(appliance: Appliance, deps: Deps): Promise<Testimony> {
  const { clients, clock, deployment } = deps;
  const { name, rebootGraceSeconds } = appliance;
  const to = clock.now().toISOString();
  const alarms = readAlarms(clients, { stage: deployment.stage, appliances: [appliance] });
  const from = plusSeconds(to, -BEYOND_GRACE_SECONDS - rebootGraceSeconds);
  const points = readProbePoints(clients, { appliance: name, from, to });
  const [seen, published] = await Promise.all([asReading(alarms, deps), asReading(points, deps)]);
  return { alarms: 'read' in seen ? { read: seen.read.get(name) ?? {} } : seen, points: published };
}

function asReading<Answer>(reading: Promise<Answer>, { clock }: Deps): Promise<Reading<Answer>> {
  const answered = reading.then(
    (read): Reading<Answer> => ({ read }),
    (cause: unknown) => ({ unread: messageOf(cause) }),
  );
  const late = clock
    .sleep(CLOUDWATCH_MS_MAX)
    .then(() => ({ unread: `CloudWatch did not answer within ${CLOUDWATCH_MS_MAX / 1000} s` }));
  return Promise.race([answered, late]);
}
