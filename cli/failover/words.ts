/** What came of a command, in sentences. */
import { secondsBetween } from '../../shared/domain/instants.ts';
import type { Pause } from '../../shared/domain/pauses.ts';
import type { Progress } from '../../shared/steps/people/follow.ts';
import type { Paused, Resumed } from '../../shared/steps/people/pause.ts';
import type { Started } from '../../shared/steps/people/start.ts';
import type { Ownership } from '../../shared/steps/people/take-ownership.ts';
import { secondsText } from '../layout.ts';

const beforeText = (before: Pause): string[] => {
  if (before.kind === 'until') return [`it was paused until ${before.until} before`];
  return before.kind === 'malformed' ? [`it was paused without an end before ("${before.value}")`] : [];
};

export function pausedLines({ appliance, publicIp, until, because, before, takeoverRuns }: Paused): string[] {
  return [
    `${appliance} (${publicIp}) is paused until ${until}${because ? `: ${because}` : ''}`,
    ...beforeText(before),
    ...(takeoverRuns === true
      ? ['a takeover is under way: it stops before its first move, and goes on if it has begun to move']
      : []),
    ...(takeoverRuns === undefined ? ['whether a takeover is under way could not be told: see status'] : []),
    'no automatic takeover begins until then; start still works, and probing, telling and fencing go on',
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

export function ownershipLines({ appliance, publicIp, owner, before, outcome }: Ownership): string[] {
  const address = `the address ${publicIp} of ${appliance}`;
  switch (outcome) {
    case 'already-ours':
      return [`${address} belongs to ${owner} already`];
    case 'nobodys':
      return [`${address} belongs to nobody; the sweep of ${owner} adopts it within a minute or says why not`];
    case 'taken':
      return [
        `${address} belonged to ${before} and belongs to ${owner} now`,
        `${before} refuses it from now on, and says so every minute: take the appliance out of its configuration, or remove that stack`,
      ];
    case 'not-taken':
      return [
        `${address} belongs to ${before}, and this is ${owner}; nothing was changed`,
        `With --take-ownership ${owner} becomes the one that adopts it, watches it and takes it over, and ${before} no longer touches it.`,
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
  changes?: { kind?: string }[];
  generation?: number;
  from?: string;
  to?: string;
  imageAgeHours?: number;
  seconds?: { outage?: number };
  failure?: string;
  moved?: boolean;
};

/** The answer is somebody else's words, so that every part of it may be missing. */
export function startedLines({ outcome, said, execution }: Started): string[] {
  const told = Object(said) as Said;
  switch (outcome) {
    case 'held':
      return [`held (${told.because}): ${told.detail}`, 'nothing was changed'];
    case 'rehearsed':
      return [
        `rehearsed: it would be generation ${told.generation}, because: ${told.because}`,
        ...(told.changes ?? []).map((change) => `  ${JSON.stringify(change)}`),
        'nothing was changed; --json shows the whole plan',
      ];
    case 'taken-over':
      return [
        `taken over by ${execution}: ${told.from ?? 'nobody'} → ${told.to}`,
        `the image was ${told.imageAgeHours ?? 'an unknown number of'} hours old: what was configured since is lost`,
      ];
    case 'failed':
      return [
        `${execution} failed: ${told.failure ?? String(typeof said === 'string' ? said : JSON.stringify(said))}`,
        ...(told.moved === undefined ? [] : [told.moved ? 'traffic was moved' : 'no traffic was moved']),
        'what to do: docs/operate/takeover-failed.md',
      ];
    case 'still-running':
      return [String(said), 'see status, or the execution in the console of Step Functions'];
  }
}
