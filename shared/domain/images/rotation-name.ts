/**
 * The name of a rotation's execution says whose it is, so that others need not read it. An appliance's name has no
 * underscore. CloudWatch Logs takes only 0-9, A-Z, a-z, - and _ in the name of an execution that it logs:
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export const rotationNameOf = (appliance: string, id: string): string => `rotation-${appliance}_${id}`;

/** The release before wrote a full stop; its executions are listed for 90 days. */
const NAMED = /^rotation-([a-z0-9-]+)[_.]/;

/** Whose rotation it is; undefined of a name that a person has chosen. */
export const applianceOfRotation = (name: string): string | undefined => NAMED.exec(name)?.[1];

/** What the sweep starts for a standby: one is built, or the one that is there comes to rest. */
export type StandbyDuty = 'rebuild' | 'settle';

const WORDS: Record<StandbyDuty, string> = { rebuild: 'standby', settle: 'settle' };

export const standbyDutyNameOf = (duty: StandbyDuty, appliance: string, now: string): string =>
  rotationNameOf(appliance, `${WORDS[duty]}-${now.slice(0, 16).replaceAll(/[-:]/g, '')}`);

export const isNameOfDuty = (duty: StandbyDuty, name: string): boolean =>
  new RegExp(`^rotation-[a-z0-9-]+_${WORDS[duty]}-`).test(name);
