/**
 * Looks whether the proof boots: until it runs every other second, then once for each call. Where `probe.subnets` gives a
 * path to it, it also says whom `prove-service` is to ask in between, and what silence means.
 */
import { readAddress } from '../../aws/read-address.ts';
import { describeInstance, instanceOf, type RawReading, readStatus } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import type { Ec2Status } from '../../domain/decision/evidence.ts';
import { InvariantViolatedError } from '../../domain/errors.ts';
import { proofVerdict, type StatusWord } from '../../domain/images/proof-verdict.ts';
import { heldByOtherWords, proofWaitSeconds, takeoverRunsWords } from '../../domain/images/rotation.ts';
import { questionOf, type ServiceFound, serviceOf } from '../../domain/images/service-proof.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { scopeOfDeath } from '../../domain/takeover/placement.ts';
import { poll } from '../pace/poll.ts';
import { launchedIn, type Proof, type Proven } from './facts.ts';
import { applianceOf, parseWithImage, type WithImage } from './input.ts';
import { takeoverNear } from './takeover-near.ts';

type Launched = Extract<Proof, { outcome: 'launched' }>;

type Awaiting = WithImage & { proof: Launched };

/** Pending takes 5 s to 18 s (aws-facts 3.5). */
const RUNS = { seconds: 30, everyMs: 2_000 };

export const awaitProof: Step<Awaiting, Proven> = {
  parse(event) {
    const input = parseWithImage(event);
    const proof = launchedIn(input.done);
    if (!proof) throw new InvariantViolatedError('no proof was launched, so there is nothing to wait for');
    return { ...input, proof };
  },
  async run(input, deps) {
    const { proof } = input;
    const before = foundBefore(input);
    const given = await whyGivenUp(input, deps);
    if (given) return answer(proof, { ...before, ...given, outcome: 'inconclusive' }, deps);
    const seen = await seeRunning(proof, before.runningAt, deps);
    if ('dead' in seen) return died(input, { ...before, detail: seen.dead }, seen.verdict, deps);
    const { runningAt, privateIp } = seen;
    if (runningAt === undefined) return waiting(proof, { ...before, detail: 'not running yet' }, deps);
    const service = readService(input, { runningAt, privateIp }, deps);
    const found = { ...before, runningAt, ...service };
    if (before.checkedAt !== undefined) return booted(input, found, deps);
    const { word, lastWord } = await readWord(proof, before.lastWord, deps);
    if (word !== 'ok') return waiting(proof, { ...found, lastWord, detail: `its status is ${word}` }, deps);
    return booted(input, { ...found, lastWord, checkedAt: deps.clock.now().toISOString() }, deps);
  },
};

function foundBefore({ done }: Awaiting): Found {
  const { runningAt, checkedAt, lastWord } = done.proven ?? {};
  return { runningAt, checkedAt, lastWord, detail: '', service: 'not verified' };
}

function readService(input: Awaiting, seen: { runningAt: string; privateIp: string | undefined }, deps: Deps) {
  const { service: answer, serviceFailure, proven } = input.done;
  const now = deps.clock.now().toISOString();
  // Where it stands never changes: a look at which EC2 does not say so ends nothing.
  const privateIp = seen.privateIp ?? proven?.ask?.target.host;
  const appliance = applianceOf(input, deps);
  // If a deployment changes the question in the middle, neither an answer nor a missing one means anything.
  const changed = input.proof.question !== questionOf(appliance.probe, input.proof.subnetId ?? '');
  return serviceOf(appliance, { ...seen, privateIp, answer, broken: changed || serviceFailure !== undefined, now });
}

/** Whether the service of an earlier proof has answered what this one is asked. */
const hasPrecedent = ({ pass, proof }: Awaiting): boolean =>
  proof.question !== undefined && pass.answered?.includes(proof.question) === true;

/**
 * Once both checks have passed it has booted, even if it is ended while its service has not answered yet. One that
 * shuts itself down does not answer, and counts as such.
 */
function died(input: Awaiting, found: Found, verdict: Dead['verdict'], deps: Deps): Proven {
  if (found.checkedAt === undefined) return answer(input.proof, { ...found, outcome: verdict }, deps);
  const outcome = verdict === 'failed' && hasPrecedent(input) ? 'failed' : 'booted';
  const detail = `both status checks passed before it was ${found.detail}`;
  return answer(input.proof, { ...found, outcome, booted: true, detail }, deps);
}

/**
 * Both status checks pass. A missing answer of a service that has answered before counts against the image; for any
 * other service the cause is unknown.
 */
function booted(input: Awaiting, found: Found, deps: Deps): Proven {
  const say = (outcome: Proven['outcome'], more = ''): Proven => {
    const detail = `both status checks pass${more}`;
    return answer(input.proof, { ...found, outcome, booted: outcome !== 'waiting', detail }, deps);
  };
  if (found.ask) return say('waiting', ', and its service does not answer yet');
  if (found.service === 'answered') return say('booted', ', and its service answers');
  if (found.service === 'not verified') return say('booted');
  const { bootLimitSeconds, probe } = applianceOf(input, deps);
  const why = input.done.service?.detail ?? 'it was asked in vain';
  const silent = `, and nothing answers ${probe.protocol} ${probe.port} after ${bootLimitSeconds} s: ${why}`;
  return say(hasPrecedent(input) ? 'failed' : 'booted', silent);
}

type GivenUp = Pick<Proven, 'detail' | 'gaveWay'>;

/**
 * The capacity that it uses is what a takeover may need, and an image of a replaced instance has no use.
 *
 * @throws TransientError when it cannot be read: then its machine asks again, and stops the proof in the end.
 */
async function whyGivenUp(input: Awaiting, deps: Deps): Promise<GivenUp | undefined> {
  const { name, floatingIp } = applianceOf(input, deps);
  const { active } = input.pass;
  const address = await readAddress(deps.clients, floatingIp);
  const { running } = await takeoverNear(name, address, deps);
  if (running) return { detail: `given up, because ${takeoverRunsWords(name)}`, gaveWay: true };
  if (address.instanceId === active) return undefined;
  return { detail: `given up, because ${heldByOtherWords(address.instanceId, active)}` };
}

type Word = { word: Ec2Status | 'throttled'; lastWord: StatusWord | undefined };

async function readWord({ instanceId }: Launched, lastWord: StatusWord | undefined, deps: Deps): Promise<Word> {
  const read = await readStatus(deps.clients, instanceId);
  const word = read === 'throttled' ? read : read.status;
  if (word === 'throttled' || word === 'unknown') return { word, lastWord };
  return { word, lastWord: { word, at: deps.clock.now().toISOString() } };
}

type Dead = { dead: string; verdict: 'failed' | 'inconclusive' };

type Runs = { runs: true; privateIp: string | undefined };

type Seen = { runningAt: string | undefined; privateIp?: string | undefined } | Dead;

/** Since when it runs; that it did before says nothing about whether it still does. */
async function seeRunning({ instanceId }: Launched, runningAt: string | undefined, deps: Deps): Promise<Seen> {
  const { clock, clients } = deps;
  const settled = await poll(clock, RUNS, async () => settle(await describeInstance(clients, instanceId)));
  if (settled === undefined) return { runningAt };
  if ('dead' in settled) return settled;
  return { runningAt: runningAt ?? clock.now().toISOString(), privateIp: settled.privateIp };
}

/** Undefined while nothing is decided: a young id may not be found yet, and an unreadable one says nothing. */
function settle(reading: RawReading): Runs | Dead | undefined {
  if (reading.reading !== 'described') return undefined;
  const { state, stateReason } = instanceOf(reading.raw);
  if (state === 'running') return { runs: true, privateIp: reading.raw.PrivateIpAddress };
  if (state === 'pending') return undefined;
  const verdict = blamesImage(stateReason) ? 'failed' : 'inconclusive';
  return { dead: `${state}: ${stateReason ?? 'no reason given'}`, verdict };
}

/** Want of capacity and people's hands say nothing about it; a machine that shuts itself down does. */
const blamesImage = (stateReason: string | undefined): boolean =>
  stateReason === 'Client.InstanceInitiatedShutdown' || scopeOfDeath(stateReason) === 'image';

type Found = Pick<Proven, 'detail' | 'gaveWay'> &
  ServiceFound &
  Pick<Proven, 'checkedAt'> & {
    runningAt: string | undefined;
    lastWord: StatusWord | undefined;
    booted?: boolean;
  };

function waiting(proof: Launched, found: Found, deps: Deps): Proven {
  const outcome = proofVerdict({ ...found, launchedAt: proof.launchedAt, now: deps.clock.now().toISOString() });
  const detail = `${found.detail} after ${Math.round(waited(proof, deps))} s`;
  return answer(proof, { ...found, outcome, detail }, deps);
}

const waited = ({ launchedAt }: Launched, { clock }: Deps): number =>
  secondsBetween({ from: launchedAt, to: clock.now().toISOString() });

function answer(proof: Launched, found: Found & Pick<Proven, 'outcome'>, deps: Deps): Proven {
  const { outcome, booted = false, runningAt, checkedAt, lastWord, detail, service, ask, answeredAt, gaveWay } = found;
  const bootedAt = answeredAt ?? checkedAt;
  return {
    outcome,
    booted,
    waitSeconds: outcome === 'waiting' ? proofWaitSeconds(waited(proof, deps)) : 0,
    runningAt,
    checkedAt,
    launchSeconds: runningAt === undefined ? undefined : rounded({ from: proof.launchedAt, to: runningAt }),
    seconds: booted && runningAt && bootedAt ? rounded({ from: runningAt, to: bootedAt }) : undefined,
    service,
    answeredAt,
    ...(outcome === 'waiting' && ask && { ask }),
    ...(gaveWay && { gaveWay }),
    lastWord,
    detail: `${proof.instanceId}: ${detail}`,
  };
}

const rounded = (span: { from: string; to: string }): number => Math.round(secondsBetween(span));
