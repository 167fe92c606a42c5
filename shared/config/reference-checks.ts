/** Faults of `references` that show only beside the appliances, or beside each other. */
import { z } from 'zod';
import { readReference, referenceName } from '../domain/probing/references.ts';
import type { Fault } from './faults.ts';

/** As far as it makes sense; the schema reports the rest. */
export const referencesGlance = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .catch([])
  .default([]);

type Appliance = { floatingIp?: string | undefined; probe?: { host?: string | undefined } | undefined };

/** An appliance that is its own reference would never be seen to fail. */
function isAppliance(text: string, { floatingIp, probe }: Appliance): boolean {
  const { host } = readReference(text);
  return host === floatingIp || host === probe?.host?.toLowerCase();
}

/** `listOf` finds what is written the same way twice. */
function firstOf(text: string, all: readonly string[]): string | undefined {
  const same = all.find((other) => referenceName(readReference(other)) === referenceName(readReference(text)));
  return same === text ? undefined : same;
}

export function referenceFaults(references: readonly string[], appliances: readonly Appliance[]): Fault[] {
  return references.flatMap((text, index) => {
    const path = ['references', index];
    const entry = appliances.findIndex((appliance) => isAppliance(text, appliance));
    if (entry >= 0)
      return [{ path, message: `"${text}" is asked as appliances[${entry}]; name a host that does not fail with it` }];
    const same = firstOf(text, references);
    return same === undefined ? [] : [{ path, message: `"${text}" is the same host as "${same}"; remove one` }];
  });
}
