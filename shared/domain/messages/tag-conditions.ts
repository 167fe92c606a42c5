/** What the tags of the address say that none of us can have written, and what becomes of it. */

import { mostGeneration, readGenerationTag } from '../decision/generation.ts';
import { readPause } from '../decision/pauses.ts';
import { type Address, TAG } from '../snapshot.ts';
import { commandFor } from './command-line.ts';
import { type Condition, isTidySent } from './news.ts';

type Whose = { appliance: string; stage: string };

const malformed = (key: string, detail: string): Condition => ({ kind: 'malformed-tag', about: key, detail });

/** It holds every automatic takeover all the same: only a person may end what may have been a person's. */
export function pauseConditions(
  { tags }: Pick<Address, 'tags'>,
  { appliance, stage }: Whose,
  now: string,
): Condition[] {
  const pause = readPause({ tags }, now);
  if (pause.kind !== 'malformed') return [];
  const command = commandFor({ verb: 'resume', appliance, stage });
  const detail = `${TAG.pausedUntil} is "${pause.value}", which ${pause.why}: automatic takeovers are held; end it with: ${command}`;
  return [malformed(TAG.pausedUntil, detail)];
}

/** `word`: what the alarm of the probe says. Without it the tag counts, so that one which cannot be read begins anew. */
export function probationConditions({ tags }: Pick<Address, 'tags'>, word: string | undefined): Condition[] {
  const found = `${TAG.probe} is "${tags[TAG.probe]}", which the sweep did not write`;
  const fate =
    word === undefined
      ? 'the probe is on probation anew, without a vote until it has answered for five minutes'
      : `the description of the probe's alarm counts ("${word}"), and the tag is written anew`;
  return [malformed(TAG.probe, `${found}: ${fate}`)];
}

/** What no takeover can have written, whichever there are. The tag is only a hint, and the executions remain. */
export function badGeneration({ tags }: Pick<Address, 'tags'>): string | undefined {
  const recorded = readGenerationTag(tags[TAG.generation]);
  if (recorded.kind === 'malformed') return recorded.value;
  return recorded.kind === 'recorded' && recorded.generation > mostGeneration ? String(recorded.generation) : undefined;
}

export function generationConditions(
  { allocationId }: Pick<Address, 'allocationId'>,
  { value, removed }: { value: string | undefined; removed: boolean },
): Condition[] {
  if (value === undefined) return [];
  const fate = removed
    ? 'the tag is removed, and the next takeover takes its number from the executions'
    : `it holds no takeover, and could not be removed; remove it with: aws ec2 delete-tags --resources ${allocationId} --tags Key=${TAG.generation}`;
  return [malformed(TAG.generation, `${TAG.generation} is "${value}", which no takeover has written: ${fate}`)];
}

export function sentConditions({ tags }: Pick<Address, 'tags'>, neverSent: string[]): Condition[] {
  if (neverSent.length === 0 && isTidySent(tags[TAG.sent])) return [];
  const what =
    neverSent.length > 0 ? `lists ${neverSent.length} notifications that were never sent` : 'is not a list of ours';
  return [malformed(TAG.sent, `${TAG.sent} ${what}: those entries are removed, and what they named is sent`)];
}

export function ownerCondition({ publicIp }: Address, other: string, { appliance, stage }: Whose): Condition {
  const command = commandFor({ verb: 'ownership', appliance, stage, flags: { take: true } });
  const detail = `the address ${publicIp} belongs to ${other}, and this is failover-${stage}; if that is wrong: ${command}`;
  return { kind: 'foreign-owner', about: other, detail };
}
