/** Whether the service of a proof answers: who is asked and for how long, and whether its silence says anything. */
import type { Appliance, Probe } from '../appliance.ts';
import { shortHash } from '../hash.ts';
import { secondsBetween } from '../instants.ts';
import { type ProbeTarget, targetOf } from '../probing/probing.ts';
import { TAG } from '../snapshot.ts';

export type Service = 'answered' | 'silent' | 'not verified';

/** What one invocation of `prove-service` is asked, and what it says. */
export type Ask = { target: ProbeTarget; seconds: number };
export type ServiceAnswer = { answered: boolean; at: string; detail: string };

/** Between two of them the proof itself is looked at, and whether a takeover wants its room. */
const ASK_SECONDS = 30;

/** An execution that began before its machine could ask continues without; no execution waits for that for ever. */
const ASKED_LATE_SECONDS = 300;

/** Those whose proofs are asked: one function stands in all of their subnets. */
export const askedInside = (appliances: Appliance[]): Appliance[] =>
  appliances.filter(({ probe }) => probe.subnets !== undefined);

export type ServiceSoFar = {
  /** Undefined while EC2 does not say where it is. */
  privateIp: string | undefined;
  runningAt: string;
  answer: ServiceAnswer | undefined;
  /** The function that asks has failed for good, or the question was changed meanwhile, which says nothing about the image. */
  broken: boolean;
  now: string;
};

/** With `ask` nothing is settled yet. */
export type ServiceFound = { service: Service; ask?: Ask | undefined; answeredAt?: string | undefined };

export function serviceOf(
  { probe, bootLimitSeconds }: Pick<Appliance, 'probe' | 'bootLimitSeconds'>,
  { privateIp, runningAt, answer, broken, now }: ServiceSoFar,
): ServiceFound {
  if (!probe.subnets || broken) return { service: 'not verified' };
  if (answer?.answered) return { service: 'answered', answeredAt: answer.at };
  if (privateIp === undefined) return { service: 'not verified' };
  const leftSeconds = bootLimitSeconds - secondsBetween({ from: runningAt, to: now });
  if (answer && leftSeconds < 1) return { service: 'silent' };
  // A service that has not been asked yet has not failed to answer, however late it is.
  if (!answer && leftSeconds < -ASKED_LATE_SECONDS) return { service: 'not verified' };
  const seconds = answer ? Math.floor(Math.min(ASK_SECONDS, leftSeconds)) : ASK_SECONDS;
  return { service: 'not verified', ask: { target: targetOf({ ...probe, host: privateIp }, privateIp), seconds } };
}

/**
 * What is asked, from where, and in which subnet the proof runs, as one word: a change of any of it begins the count
 * again. Each subnet has a network ACL and routes of its own, so that a path into one says nothing about another.
 */
export function questionOf({ protocol, port, path, status, text, subnets }: Probe, proofSubnetId: string) {
  const page = protocol === 'https' ? [path, status, text] : [];
  return subnets && shortHash(JSON.stringify([protocol, port, page, subnets.toSorted(), proofSubnetId]));
}

/** For the tag `failover:service-answered` of an image. */
export const writeAnswered = (question: string, at: string): string => `${question} at ${at}`;

/** The questions to which earlier proofs have answered. */
export function answeredIn(images: { tags: Record<string, string> }[]): string[] {
  const words = images.flatMap(({ tags }) => /^(\w+) at /.exec(tags[TAG.serviceAnswered] ?? '')?.[1] ?? []);
  return [...new Set(words)];
}
