/** The values of options and words of `npm run failover`, each checked where it is read. */
import { closest } from '../../shared/config/closest.ts';
import { REGIONS } from '../../shared/config/regions.ts';
import { commandFor, type Verb, WHY } from '../../shared/domain/messages/command-line.ts';
import { shown, Wrong } from '../command-line/wrong.ts';

/** What a tag has room for, and more than a record needs. */
const REASON_CHARACTERS_MAX = 256;

const stageFrom = (where: string, given: string): string => {
  if (/^[a-z0-9]{1,40}$/.test(given)) return given;
  throw new Wrong(`${where}"${shown(given)}" is not a stage; use only a-z and 0-9, such as ${where}prod`);
};

export const stage = (given: string): string => stageFrom('--stage ', given);

/** Where no stage is named: that of the environment. */
export const usualStage = ({ FAILOVER_STAGE }: NodeJS.ProcessEnv): string =>
  FAILOVER_STAGE ? stageFrom('FAILOVER_STAGE=', FAILOVER_STAGE) : 'dev';

export function region(given: string): string {
  if (REGIONS.includes(given)) return given;
  const near = closest(given.slice(0, 60), REGIONS) ?? 'ap-northeast-1';
  throw new Wrong(`--region "${shown(given)}" is not a Region that is known here; write one such as ${near}`);
}

export function reason(given: string): string {
  if (given.length > REASON_CHARACTERS_MAX) {
    throw new Wrong(`--reason has ${given.length} characters; write ${REASON_CHARACTERS_MAX} at most`);
  }
  if (/\p{C}/u.test(given)) throw new Wrong('--reason has a line break or another control character; write one line');
  return given;
}

export function instance(given: string): string {
  if (/^i-[0-9a-f]{8,17}$/.test(given)) return given;
  throw new Wrong(`"${shown(given)}" is not an instance id; write one such as i-0123456789abcdef0`);
}

/** Step Functions accepts more; what it does not log is refused here. */
export function execution(given: string): string {
  if (/^[\w.-]{1,80}$/.test(given)) return given;
  throw new Wrong(`"${shown(given)}" is not the name of an execution; write one such as takeover-sophos-g1`);
}

export type MoveMode = 'failover' | 'switchover';

export function moveMode(given: string): MoveMode {
  if (given === 'failover' || given === 'switchover') return given;
  throw new Wrong(`--mode "${shown(given)}" is not known; write failover or switchover`);
}

const HOUR_SECONDS: Record<string, number> = { h: 3_600, d: 86_400 };

/** Step Functions keeps an execution for so long. */
const KEPT_DAYS = 90;

/** In seconds. */
export function lookBack(given: string): number {
  const [, count, unit = ''] = /^(\d{1,4})([hd])$/.exec(given) ?? [];
  const seconds = Number(count) * (HOUR_SECONDS[unit] ?? Number.NaN);
  if (seconds > 0 && seconds <= KEPT_DAYS * 86_400) return seconds;
  throw new Wrong(`--since "${shown(given)}" is not a duration up to ${KEPT_DAYS} days; write such as 12h or 30d`);
}

/** Which zones there are, only EC2 knows. */
export function zone(given: string): string {
  if (/^[a-z]{2}(-[a-z]+)+-\d[a-z]$/.test(given)) return given;
  throw new Wrong(`"${shown(given)}" is not an Availability Zone; write one such as ap-northeast-1a`);
}

export const names = (given: string): string[] =>
  given
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);

type Asker = { verb: Verb; appliance: string; stage: string };

/** @throws Wrong with the whole command, to be copied. */
export function requiredReason(given: string | undefined, { verb, appliance, stage: where }: Asker): string {
  if (given !== undefined) return given;
  const example = commandFor({ verb, appliance: shown(appliance), stage: where, flags: { reason: WHY } });
  throw new Wrong(`${verb} needs a reason, which is kept in its record: ${example}`);
}
