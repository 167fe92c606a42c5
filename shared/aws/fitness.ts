/** What an image and an instance type must share to be launched together, as EC2 describes both. */
import { type _InstanceType, DescribeImagesCommand, DescribeInstanceTypesCommand } from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import type { ImageFitness, TypeFitness } from '../domain/takeover/fitness.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

type Ec2 = Pick<Clients, 'ec2'>;

/** By name: EC2 refuses all of them when it does not know one. */
export async function readTypeFitness({ ec2 }: Ec2, types: string[]): Promise<TypeFitness[]> {
  const { InstanceTypes = [] } = await sending('reading what the instance types need', () =>
    ec2.send(new DescribeInstanceTypesCommand({ InstanceTypes: types as _InstanceType[] })),
  );
  return InstanceTypes.flatMap(({ InstanceType: type, NetworkInfo, ProcessorInfo, SupportedBootModes = [] }) =>
    type
      ? [
          {
            type,
            architectures: ProcessorInfo?.SupportedArchitectures ?? [],
            ena: NetworkInfo?.EnaSupport,
            bootModes: SupportedBootModes,
          },
        ]
      : [],
  );
}

export async function readImageFitness({ ec2 }: Ec2, imageId: string): Promise<ImageFitness> {
  const { Images: [image] = [] } = await sending(`reading ${imageId}`, () =>
    ec2.send(new DescribeImagesCommand({ Owners: ['self'], ImageIds: [imageId] })),
  );
  if (!image) throw new RefusedError(`EC2 does not know ${imageId}`);
  const { Architecture: architecture, EnaSupport: enaSupport, BootMode: bootMode } = image;
  return { id: imageId, architecture, enaSupport, bootMode };
}
