/** Whether an image can be launched as an instance type at all, from what EC2 says of both. */

export type ImageFitness = {
  id: string;
  architecture?: string | undefined;
  enaSupport?: boolean | undefined;
  bootMode?: string | undefined;
};

export type TypeFitness = { type: string; architectures: string[]; ena?: string | undefined; bootModes: string[] };

export type Misfit = { type: string; why: string };

/** Empty where it fits, or where EC2 does not say. `liveType` runs from such an image. */
export function misfitsOf(image: ImageFitness, types: TypeFitness[], liveType: string): Misfit[] {
  const liveNeedsEna = types.some(({ type, ena }) => type === liveType && ena === 'required');
  return types.flatMap((each) => {
    const reasons = [
      ...wrongArchitecture(image, each),
      ...(liveNeedsEna ? [] : wantingEna(image, each)),
      ...wrongBootMode(image, each),
    ];
    const { type } = each;
    return reasons.length > 0 ? [{ type, why: `${type} does not fit ${image.id}: ${reasons.join(', ')}` }] : [];
  });
}

const wrongArchitecture = ({ architecture }: ImageFitness, { architectures }: TypeFitness): string[] =>
  architecture === undefined || architectures.length === 0 || architectures.includes(architecture)
    ? []
    : [`it is ${architectures.join(' or ')}, and the image ${architecture}`];

const wantingEna = ({ enaSupport }: ImageFitness, { ena }: TypeFitness): string[] =>
  ena === 'required' && enaSupport !== true ? ['it requires ENA, and the image is not enabled for it'] : [];

/** `uefi-preferred` boots either way. */
const wrongBootMode = ({ bootMode }: ImageFitness, { bootModes }: TypeFitness): string[] =>
  bootMode === undefined || bootMode === 'uefi-preferred' || bootModes.length === 0 || bootModes.includes(bootMode)
    ? []
    : [`it boots by ${bootModes.join(' or ')}, and the image by ${bootMode}`];
