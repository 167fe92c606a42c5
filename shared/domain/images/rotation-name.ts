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

/** Of one that the sweep starts to build a standby. */
export const rebuildNameOf = (appliance: string, now: string): string =>
  rotationNameOf(appliance, `standby-${now.slice(0, 16).replaceAll(/[-:]/g, '')}`);

export const isRebuildName = (name: string): boolean => /^rotation-[a-z0-9-]+_standby-/.test(name);
