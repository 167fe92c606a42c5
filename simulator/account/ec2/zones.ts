/** Kinds of zones: those of the Region share its network border group, a Local Zone and a Wavelength Zone have their own. */
import { type AwsError, refusal } from '../aws-error.ts';
import type { World } from '../world.ts';

/** `ap-northeast-1a` of the Region; `ap-northeast-1-tpe-1a` of a Local Zone, whose group has no letter at its end. */
export const borderGroupOf = ({ region }: Pick<World, 'region'>, zone: string): string =>
  zone.startsWith(`${region}-`) ? zone.replace(/[a-z]$/, '') : region;

/** Code and sentence are assumed: no report quotes them. */
export const otherBorderGroup = (of: { id: string; group: string; ofAddress: string }): AwsError =>
  refusal('InvalidParameterValue', {
    message: `The network interface '${of.id}' is in network border group '${of.group}', and the address is in '${of.ofAddress}'.`,
  });
