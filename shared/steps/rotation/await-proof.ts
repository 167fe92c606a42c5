/** Looks whether the proof boots: until it runs every other second, then once for each call, with waits in between. */
import { readInstance, readStatus } from '../../aws/read-instances.ts';
import type { Deps, Step } from '../../deps.ts';
import { InvariantViolatedError } from '../../domain/errors.ts';
import { secondsBetween } from '../../domain/instants.ts';
import { scopeOfDeath } from '../../domain/placement.ts';
import { PROOF_SECONDS_MAX, proofWaitSeconds } from '../../domain/rotation.ts';
import type { InstanceReading } from '../../domain/snapshot.ts';
import { poll } from '../poll.ts';
import { launchedIn, type Proof, type Proven } from './facts.ts';
import { parseWithImage, type WithImage } from './input.ts';

type Launched = Extract<Proof, { outcome: 'launched' }>;

export type Awaiting = WithImage & { proof: Launched };

/** Pending takes 5 s to 18 s (aws-facts 3.5). */
const RUNS = { seconds: 30, everyMs: 2_000 };

export const awaitProof: Step<Awaiting, Proven> = {
  parse(event) {
    const input = parseWithImage(event);
    const proof = launchedIn(input.done);
    if (!proof) throw new InvariantViolatedError('no proof was launched, so there is nothing to wait for');
    return { ...input, proof };
  },
  async run({ proof, done }, deps) {
    const runningAt = done.proven?.runningAt;
    const seen = await seeRunning(proof, runningAt, deps);
    if ('dead' in seen) return answer(proof, { outcome: seen.verdict, runningAt, detail: seen.dead }, deps);
    if (seen.runningAt === undefined) return waiting(proof, { runningAt, detail: 'not running yet' }, deps);
    const status = await readStatus(deps.clients, proof.instanceId);
    const word = status === 'throttled' ? status : status.status;
    const detail = `its status is ${word}`;
    if (word !== 'ok') return waiting(proof, { runningAt: seen.runningAt, detail }, deps);
    return answer(proof, { outcome: 'booted', runningAt: seen.runningAt, detail: 'both status checks pass' }, deps);
  },
};

type Dead = { dead: string; verdict: 'failed' | 'inconclusive' };

type Seen = { runningAt: string | undefined } | Dead;

/** Since when it runs; that it did before says nothing about whether it still does. */
async function seeRunning({ instanceId }: Launched, runningAt: string | undefined, deps: Deps): Promise<Seen> {
  const { clock, clients } = deps;
  const settled = await poll(clock, RUNS, async () => settle(await readInstance(clients, instanceId)));
  if (settled !== undefined && settled !== 'runs') return settled;
  return { runningAt: settled === 'runs' ? (runningAt ?? clock.now().toISOString()) : runningAt };
}

/** Undefined while nothing is decided: a young id may not be found yet, and an unreadable one says nothing. */
function settle(reading: InstanceReading): 'runs' | Dead | undefined {
  if (reading.reading !== 'described') return undefined;
  const { state, stateReason } = reading.instance;
  if (state === 'running') return 'runs';
  if (state === 'pending') return undefined;
  const verdict = blamesImage(stateReason) ? 'failed' : 'inconclusive';
  return { dead: `${state}: ${stateReason ?? 'no reason given'}`, verdict };
}

/** Want of capacity and people's hands say nothing about it; a machine that shuts itself down does. */
const blamesImage = (stateReason: string | undefined): boolean =>
  stateReason === 'Client.InstanceInitiatedShutdown' || scopeOfDeath(stateReason) === 'image';

type Found = Pick<Proven, 'runningAt' | 'detail'>;

/**
 * An impaired status too: a disk that is mended first fails its checks until it is. One that never came to run was not
 * even asked to boot.
 */
function waiting(proof: Launched, found: Found, deps: Deps): Proven {
  const waitedSeconds = waited(proof, deps);
  const tooLong = found.runningAt === undefined ? 'inconclusive' : 'failed';
  const outcome = waitedSeconds < PROOF_SECONDS_MAX ? 'waiting' : tooLong;
  return answer(proof, { ...found, outcome, detail: `${found.detail} after ${Math.round(waitedSeconds)} s` }, deps);
}

const waited = ({ launchedAt }: Launched, { clock }: Deps): number =>
  secondsBetween({ from: launchedAt, to: clock.now().toISOString() });

function answer(proof: Launched, found: Found & Pick<Proven, 'outcome'>, deps: Deps): Proven {
  const { outcome, runningAt, detail } = found;
  const booted = outcome === 'booted';
  const now = deps.clock.now().toISOString();
  return {
    outcome,
    booted,
    waitSeconds: outcome === 'waiting' ? proofWaitSeconds(waited(proof, deps)) : 0,
    runningAt,
    launchSeconds: runningAt === undefined ? undefined : rounded({ from: proof.launchedAt, to: runningAt }),
    seconds: booted && runningAt ? rounded({ from: runningAt, to: now }) : undefined,
    service: 'not verified',
    detail: `${proof.instanceId}: ${detail}`,
  };
}

const rounded = (span: { from: string; to: string }): number => Math.round(secondsBetween(span));
