/**
 * Brings a standby of tier `stopped` to rest. One look for each call: what it finds decides what is asked of EC2. The second
 * boot is measured, because a takeover has to wait for one like it.
 */
import { stopInstance } from '../../aws/apply-change.ts';
import { describeInstance, type Ec2Instance, instanceOf, readStatus } from '../../aws/read-instances.ts';
import { readInitialized, startInstance } from '../../aws/standby.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps, Step } from '../../deps.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { type ServiceFound, serviceOf } from '../../domain/images/service-proof.ts';
import { lookSeconds, nextPhase, type Phase } from '../../domain/images/settling.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { TAG } from '../../domain/snapshot.ts';
import type { Settled } from './facts.ts';
import { applianceOf, parseWithKept, type WithKept } from './input.ts';
import { mayChangeFor } from './may-change.ts';

export const settleStandby: Step<WithKept, Settled> = {
  parse: (event) => parseWithKept(event, 'comes to rest'),
  async run(input, deps) {
    const now = deps.clock.now().toISOString();
    const before = input.done.settled ?? { phase: 'volumes' as const, since: now };
    const raw = await readKept(input, deps);
    const found = await lookAt(raw, input, before, deps);
    const { state } = instanceOf(raw);
    const next = nextPhase({ ...before, ...found, state, now });
    if (next === 'late') throw new RefusedError(`${input.kept.instanceId} is ${state}, and still in ${before.phase}`);
    if (next.ask) await ask(next.ask, input, deps);
    return answer(input, { before, next: next.phase, found }, deps);
  },
};

/** Only while it is the standby: a takeover that took it has it now. */
async function readKept({ kept }: WithKept, { clients }: Deps): Promise<Ec2Instance> {
  const reading = await describeInstance(clients, kept.instanceId);
  if (reading.reading === 'unreadable') throw new TransientError(`${kept.instanceId} is unreadable (${reading.why})`);
  if (reading.reading === 'absent') throw new RefusedError(`EC2 does not know ${kept.instanceId}`);
  const role = instanceOf(reading.raw).tags[TAG.role];
  if (role !== 'standby') throw new RefusedError(`${kept.instanceId} is tagged ${role ?? 'with no role'} by now`);
  return reading.raw;
}

type Before = Pick<Settled, 'phase' | 'since'> & Partial<Settled>;

type Found = {
  progress: number | undefined;
  answers: boolean;
  answeredAt?: string | undefined;
  ask?: ServiceFound['ask'];
};

async function lookAt(raw: Ec2Instance, input: WithKept, { phase, since }: Before, deps: Deps): Promise<Found> {
  if (phase === 'volumes') return { progress: await readInitialized(deps.clients, raw), answers: false };
  if (phase !== 'answer') return { progress: undefined, answers: false };
  const { service: said, serviceFailure } = input.done;
  const now = deps.clock.now().toISOString();
  const appliance = applianceOf(input, deps);
  const seen = {
    runningAt: since,
    privateIp: raw.PrivateIpAddress,
    answer: said,
    broken: serviceFailure !== undefined,
  };
  const { service, ask: question, answeredAt } = serviceOf(appliance, { ...seen, now });
  if (question) return { progress: undefined, answers: false, ask: question };
  if (service === 'answered') return { progress: undefined, answers: true, answeredAt };
  const status = await readStatus(deps.clients, input.kept.instanceId);
  return { progress: undefined, answers: status !== 'throttled' && status.status === 'ok' };
}

/** The address, its owner and the takeovers are read right before. */
async function ask(what: 'stop' | 'start', input: WithKept, deps: Deps): Promise<void> {
  await mayChangeFor(input.pass.active, applianceOf(input, deps), deps);
  const { instanceId } = input.kept;
  if (what === 'stop') await stopInstance(deps.clients.ec2, instanceId, 'gracefully');
  else await startInstance(deps.clients, instanceId);
}

async function answer(
  input: WithKept,
  { before, next, found }: { before: Before; next: Phase; found: Found },
  deps: Deps,
): Promise<Settled> {
  const now = deps.clock.now().toISOString();
  const since = next === before.phase ? before.since : now;
  const startedAt = next === 'start' && before.phase !== 'start' ? now : before.startedAt;
  const booted = found.answers ? bootOf(startedAt, found.answeredAt ?? now, found.answeredAt !== undefined) : undefined;
  if (booted) {
    const tags = { [TAG.startedSeconds]: String(booted.seconds) };
    await writeTags(deps.clients, input.kept.imageId, tags);
  }
  const secondBoot = booted ?? before.secondBoot;
  return {
    ...{ phase: next, since, startedAt, secondBoot },
    waitSeconds: lookSeconds(next, secondsBetween({ from: since, to: now })),
    ...(found.progress !== undefined && { progress: found.progress }),
    ...(next === 'answer' && found.ask && { ask: found.ask }),
  };
}

const bootOf = (startedAt: string | undefined, at: string, answered: boolean): Settled['secondBoot'] =>
  startedAt === undefined
    ? undefined
    : {
        seconds: Math.round(secondsBetween({ from: startedAt, to: at })),
        ...(answered && { answered: true as const }),
      };
