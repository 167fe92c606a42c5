/** Which image a standby is built of when a rotation takes none: the newest good one that a rotation of ours made. */
import { readGoodImages } from '../../aws/good-images.ts';
import type { Deps } from '../../deps.ts';
import type { Appliance } from '../../domain/appliance.ts';
import { RefusedError } from '../../domain/errors.ts';
import { answeredIn } from '../../domain/images/service-proof.ts';
import type { Address, Image } from '../../domain/snapshot.ts';
import { imagesOf } from '../world/images-of.ts';
import type { Pass } from './facts.ts';
import type { RotationInput } from './input.ts';

type Asked = { input: RotationInput; appliance: Appliance; address: Address };

type NoStandby = { because: 'no-standby'; detail: string };

const none = (detail: string): NoStandby => ({ because: 'no-standby', detail });

/** @throws TransientError when the images cannot be read. */
export async function readRebuild({ input, appliance, address }: Asked, deps: Deps): Promise<Pass | NoStandby> {
  const { name, standby, probe } = appliance;
  if (standby.tier === 'cold') return none(`standby.tier of ${name} is cold`);
  const images = await goodOnes(appliance, deps);
  if ('detail' in images) return images;
  const [newest] = images;
  if (!newest?.ours || newest.provenance === 'none')
    return none(`no good image of ${name} was made by a rotation of ours`);
  return {
    outcome: 'go',
    active: address.instanceId ?? '',
    imageName: newest.name,
    prove: true,
    keep: true,
    rebuild: { imageId: newest.id, name: newest.name, askedAt: deps.clock.now().toISOString() },
    ...(probe.subnets && { answered: answeredIn(images) }),
    why: input.asked.reason ?? `${input.asked.requestedBy} asked for a standby`,
  };
}

async function goodOnes(appliance: Appliance, deps: Deps): Promise<Image[] | NoStandby> {
  try {
    return await readGoodImages(deps.clients, imagesOf(appliance, deps));
  } catch (cause) {
    if (cause instanceof RefusedError) return none(cause.message);
    throw cause;
  }
}
