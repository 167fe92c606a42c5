/** What came of a command, in sentences. */

import type { Pause } from '../../shared/domain/decision/pauses.ts';
import { secondsBetween } from '../../shared/domain/instants.ts';
import { commandFor, WHY } from '../../shared/domain/messages/command-line.ts';
import { RUNBOOKS } from '../../shared/domain/messages/message.ts';
import type { Progress } from '../../shared/steps/people/follow.ts';
import { type Followed, machineOf } from '../../shared/steps/people/follow-by-hand.ts';
import type { Paused, Resumed } from '../../shared/steps/people/pause.ts';
import type { Ownership } from '../../shared/steps/people/take-ownership.ts';
import { secondsText } from '../layout.ts';
import { plain } from '../plain.ts';
import { planLines } from './plan-lines.ts';

const beforeText = (before: Pause): string[] => {
  if (before.kind === 'until') return [`it was paused until ${before.until} before`];
  return before.kind === 'malformed'
    ? [`it was held before by a pause until "${before.value}", which ${before.why}`]
    : [];
};

export function pausedLines(
  { appliance, publicIp, until, because, before, takeoverRuns }: Paused,
  stage: string,
): string[] {
  const failover = commandFor({ verb: 'failover', appliance, stage, flags: { reason: WHY } });
  const status = commandFor({ verb: 'status', appliance, stage });
  return [
    `${appliance} (${publicIp}) is paused until ${until}${because ? `: ${because}` : ''}`,
    ...beforeText(before),
    ...(takeoverRuns === true
      ? ['a takeover is running: it stops before its first move, and continues if it has begun to move']
      : []),
    ...(takeoverRuns === undefined ? [`cannot determine whether a takeover is running; see ${status}`] : []),
    `no automatic takeover begins until then; probing, notifications and fencing continue, and a person may start one: ${failover}`,
  ];
}

export function resumedLines({ appliance, publicIp, before, because }: Resumed): string[] {
  if (before.kind === 'none') return [`${appliance} (${publicIp}) was not paused`];
  const what = because ? ` (${because})` : '';
  return [
    `${appliance} (${publicIp}) is resumed${what}: automatic takeovers may begin from now on`,
    ...beforeText(before),
  ];
}

export function ownershipLines({ appliance, publicIp, owner, before, outcome }: Ownership, stage: string): string[] {
  const address = `the address ${publicIp} of ${appliance}`;
  switch (outcome) {
    case 'already-ours':
      return [`${address} belongs to ${owner} already`];
    case 'nobodys':
      return [`${address} has no owner; the sweep of ${owner} adopts it within a minute or says why not`];
    case 'taken':
      return [
        `${address} belonged to ${before} and belongs to ${owner} now`,
        `${before} refuses it from now on, and says so every minute: take the appliance out of its configuration, or remove that stack`,
      ];
    case 'not-taken':
      return [
        `${address} belongs to ${before}, and this is ${owner}; nothing was changed`,
        `With ${commandFor({ verb: 'ownership', appliance, stage, flags: { take: true } })}`,
        `${owner} adopts it, watches it and takes it over, and ${before} no longer touches it.`,
        `Its generation, its pause and its active instance stay as they are. ${before} must not be in the middle of a takeover.`,
      ];
  }
}

export function progressLine({ execution, state, at }: Progress, since: string): string {
  const seconds = Math.max(0, secondsBetween({ from: since, to: at }));
  return `${secondsText(seconds).padStart(9)}  ${execution}  ${state}`;
}

type Said = {
  because?: string;
  detail?: string;
  changes?: unknown[];
  plan?: { decidedAt?: string };
  generation?: number;
  from?: string;
  to?: string;
  imageAgeHours?: number;
  failure?: string;
  moved?: boolean;
};

type Place = { appliance: string; stage: string };

/** The answer comes from a machine of any age, so that every part of it may be missing. */
export function endedLines({ outcome, said, execution }: Followed, place: Place): string[] {
  const words = Object(said) as Said;
  switch (outcome) {
    case 'held':
      return [
        plain(`held (${words.because}): ${words.detail}`),
        'nothing was changed',
        ...(words.because === 'answers' ? insteadOfFailover(place) : []),
      ];
    case 'rehearsed':
      return [
        plain(`rehearsed: it would be generation ${words.generation}, because: ${words.because}`),
        ...planLines(words.plan, { now: words.plan?.decidedAt ?? '', changes: words.changes ?? [] }),
        'nothing was changed; --json shows the whole plan',
      ];
    case 'taken-over':
      return [
        plain(`taken over by ${execution}: ${words.from ?? 'no instance'} → ${words.to}`),
        `the image was ${words.imageAgeHours ?? 'an unknown number of'} hours old: what was configured since is lost`,
        ...reportLines(execution, place),
      ];
    case 'vouched':
      return [plain(`vouched by ${execution}: ${words.detail ?? JSON.stringify(said)}`)];
    case 'rotated':
      return [plain(`rotated by ${execution}: ${rotatedText(said)}`), ...problemLines(said)];
    case 'failed':
      return [
        plain(`${execution} failed: ${words.failure ?? (typeof said === 'string' ? said : JSON.stringify(said))}`),
        ...(words.moved === undefined ? [] : [words.moved ? 'traffic was moved' : 'no traffic was moved']),
        `what to do: ${machineOf(execution) === 'rotation' ? RUNBOOKS.rotationFailed : RUNBOOKS.takeoverFailed}`,
        ...reportLines(execution, place),
      ];
    case 'still-running':
      return [plain(String(said))];
  }
}

type Rotation = {
  image?: { imageId?: string; name?: string };
  proven?: { booted?: boolean; seconds?: number; detail?: string };
  pruned?: { deregistered?: unknown[]; kept?: unknown[] };
  problems?: unknown[];
};

function rotatedText(said: unknown): string {
  const { image, proven, pruned } = Object(said) as Rotation;
  const [gone, kept] = [pruned?.deregistered?.length ?? 0, pruned?.kept?.length ?? 0];
  const proof =
    proven && `${proven.booted ? `it booted in ${proven.seconds} s` : 'it is not proven'} (${proven.detail})`;
  const parts = [
    image ? `${image.imageId} (${image.name})` : 'no image',
    proof ?? 'not proven, as nothing asked for it',
  ];
  return `${parts.join('; ')}; ${kept} images are kept, ${gone} were deregistered`;
}

const problemLines = (said: unknown): string[] =>
  ((Object(said) as Rotation).problems ?? []).map((problem) => plain(`problem: ${String(problem)}`));

const reportLines = (execution: string, { stage }: Place): string[] => [
  `report: ${commandFor({ verb: 'report', appliance: execution, stage })}`,
];

function insteadOfFailover({ appliance, stage }: Place): string[] {
  const flags = { reason: WHY };
  return [
    `to move it with the old one in service until the new one answers: ${commandFor({ verb: 'switchover', appliance, stage, flags })}`,
    `to replace it at once all the same: ${commandFor({ verb: 'failover', appliance, stage, flags: { force: true, ...flags } })}`,
  ];
}
