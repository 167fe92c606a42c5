/** Knocks at the deployed failover machine once, in an account that may be wrong, and says what came of it. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import type { BuildOptions } from '../../../simulator/account/account.ts';
import { field, parsed, text } from '../../../simulator/account/field.ts';
import { type Execution, latest } from '../../../simulator/account/sfn/execution.ts';
import type { Call } from '../../../simulator/account/world.ts';
import { truthOf } from '../../../simulator/checks/watch/truth.ts';
import { adoptLongAgo } from '../../../simulator/stories/adopted.ts';
import { type Simulation, simulate } from '../../../simulator/stories/simulation.ts';
import { alarmEvent } from '../../support/alarm-event.ts';
import { anAppliance } from '../../support/appliances.ts';

/** A person's forced failover: only a refusal holds it back, and neither health nor cooldown nor grace does. */
export const ASK = {
  appliance: 'sophos',
  mode: 'failover',
  requestedBy: 'ada',
  reason: 'it drops packets',
  force: true,
};

export type Knock = {
  appliance?: Partial<Appliance> | undefined;
  build?: Partial<BuildOptions> | undefined;
  /** A sweep has adopted it before; without, the sweep's finding about it is notified too. */
  adopted?: boolean | undefined;
  /** The active instance dies two minutes and a half before. */
  dead?: boolean | undefined;
  /** A takeover has moved it away from its first instance, two minutes before. */
  moved?: boolean | undefined;
  upset?: ((simulation: Simulation) => void) | undefined;
  input?: ((simulation: Simulation) => unknown) | undefined;
};

export type Told = {
  /** `held: reason`, or the name of the error. */
  outcome: string;
  why: string;
  /** Every call that would change anything, by whom; the sweep's too while nothing was adopted. */
  changed: string[];
  takeovers: number;
  violations: string[];
};

export const holder = ({ world, configuration }: Simulation): string => {
  const [appliance = anAppliance()] = configuration.appliances;
  return truthOf(world, appliance).traffic.address.instanceId ?? 'nobody';
};

const isRead = (action: string): boolean => /^(Describe|List|Get)/.test(action);

const changesIn = (calls: Call[]): string[] =>
  calls.filter(({ action }) => !isRead(action)).map(({ caller, action }) => `${caller}: ${action}`);

const takeoversIn = ({ stepFunctions }: Simulation): Execution[] =>
  stepFunctions.executions.filter(({ machineName }) => machineName.endsWith('-takeover'));

async function goBefore(simulation: Simulation, { adopted = true, dead, moved }: Knock): Promise<void> {
  const { clock } = simulation;
  if (adopted) await adoptLongAgo(simulation);
  if (dead || moved) simulation.inject({ kind: 'host-dead', instanceId: holder(simulation) });
  if (dead || moved) await clock.sleep(150_000);
  if (!moved) return;
  simulation.startFailover(ASK);
  await simulation.settle();
  await clock.sleep(120_000);
}

function told(execution: Execution): Pick<Told, 'outcome' | 'why'> {
  const { status, output, error, cause } = latest(execution);
  if (status !== 'SUCCEEDED') return { outcome: error ?? status, why: text(field(parsed(cause), 'errorMessage')) };
  const { outcome, because, detail } = Object(parsed(output));
  return { outcome: `${text(outcome)}: ${text(because)}`, why: text(detail) };
}

type Door = (simulation: Simulation) => Execution;

async function through(door: Door, asked: Knock): Promise<Told> {
  const configuration = { region: 'ap-northeast-1', appliances: [anAppliance(asked.appliance)] };
  const account = { build: asked.build ?? {} };
  return simulate({ configuration, seed: 21, account }, async (simulation) => {
    const { world, watch } = simulation;
    await goBefore(simulation, asked);
    asked.upset?.(simulation);
    const before = { calls: world.calls.length, takeovers: takeoversIn(simulation).length };
    const execution = await simulation.ended(door(simulation));
    await simulation.settle();
    return {
      ...told(execution),
      changed: changesIn(world.calls.slice(before.calls)),
      takeovers: takeoversIn(simulation).length - before.takeovers,
      violations: watch.violations,
    };
  });
}

export const knock = (asked: Knock): Promise<Told> =>
  through((simulation) => simulation.startFailover(asked.input ? asked.input(simulation) : ASK), asked);

/** Past the failover machine, under a name that is no generation's. */
export const knockAtTakeover = (input: unknown): Promise<Told> =>
  through(({ stepFunctions, deployment }) => {
    const machine = `failover-${deployment.stage}-takeover`;
    return stepFunctions.start({ machine, name: 'takeover-sophos-by-hand', input: JSON.stringify(input) }).execution;
  }, {});

/** What the sweep reports of an appliance that is not adopted yet. */
export function sweepOver({ appliance, build, upset }: Knock): Promise<{ refused: string; changed: string[] }> {
  const configuration = { region: 'ap-northeast-1', appliances: [anAppliance(appliance)] };
  return simulate({ configuration, seed: 21, account: { build: build ?? {} } }, async (simulation) => {
    upset?.(simulation);
    const output = await simulation.invoke('sweep', {});
    const [adoption] = Object(output).appliances;
    return { refused: text(field(adoption, 'refused')), changed: changesIn(simulation.world.calls) };
  });
}

type Alarmed = Partial<Parameters<typeof alarmEvent>[0]> & { ageSeconds?: number | undefined };

/** An alarm of ours about the holder of the address, half a second old, unless the story says otherwise. */
export function anAlarm(simulation: Simulation, { ageSeconds = 0.5, ...overrides }: Alarmed = {}) {
  const { world, clock, deployment } = simulation;
  const place = { region: world.region, accountId: world.accountId, stage: deployment.stage, appliance: 'sophos' };
  const about = { kind: 'status-check' as const, state: 'ALARM' as const, instanceId: holder(simulation) };
  const changedAtMs = clock.nowMs() - ageSeconds * 1000;
  return alarmEvent({ ...place, ...about, eventId: 'event-1', changedAtMs, ...overrides });
}
