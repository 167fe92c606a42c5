/** Readiness of what a replacement would be launched from. */
import { whyAgeUnknown } from '../images/content-time.ts';
import { isUnproven } from '../images/image.ts';
import { isFixed } from '../images/naming.ts';
import { imageAgeHoursMax } from '../images/schedule-gap.ts';
import { hoursBetween } from '../instants.ts';
import { type Image, TAG } from '../snapshot.ts';
import { expectedOutages, outageSentence } from '../takeover/expected-outage.ts';
import { measuredBoot } from '../takeover/measured-boot.ts';
import { type Facts, type Judgement, judgeKnown, notReady, notTestable, ready } from './verdict.ts';

/** A weekly proof that was missed twice. */
const PROOF_DAYS_MAX = 15;

const hours = (count: number): string => `${Math.round(count * 10) / 10} h`;

const newestOf = (images: Image[]): Image | undefined => images[0];

/** Of its content: a copy is as old as what was copied. Undefined where that is unknown. */
export function imageAgeHours({ images, now }: Pick<Facts, 'images' | 'now'>): number | undefined {
  const newest = images.found === 'read' ? newestOf(images.answer) : undefined;
  return newest?.takenAt === undefined ? undefined : Math.max(0, hoursBetween({ from: newest.takenAt, to: now }));
}

const imageFix = ({ image }: Facts['appliance']): string =>
  isFixed({ image })
    ? 'configure an image that this account has, or the Name of its images'
    : `start a rotation, or create an image whose tag Name is "${image}"`;

const takenWords = (image: Image | undefined): string =>
  image?.takenAt === undefined ? 'of unknown age' : `taken ${image.takenAt}`;

const unproven = (good: Image[]): Judgement =>
  notReady(
    `no image is proven: ${newestOf(good)?.id} and ${good.length - 1} more carry our tags, but no rotation of ours recorded them; start a rotation`,
  );

export const judgeImageExists = ({ images, appliance }: Facts): Judgement =>
  images.found === 'missing'
    ? notReady(`${images.why}; ${imageFix(appliance)}`)
    : judgeKnown(images, (good) =>
        isUnproven(good)
          ? unproven(good)
          : ready(`the newest good image is ${newestOf(good)?.id}, ${takenWords(newestOf(good))}`),
      );

const unknownAge = (image: Image | undefined): Judgement =>
  notReady(
    `when the content of the newest good image ${image?.id} was taken is unknown: ${image && whyAgeUnknown(image)}; start a rotation`,
  );

export function judgeImageAge(facts: Facts): Judgement {
  const { rotation } = facts.appliance;
  return judgeKnown(facts.images, (good) => {
    const age = imageAgeHours(facts);
    if (isFixed(facts.appliance)) {
      const old = age === undefined ? 'of unknown age' : `${hours(age)} old`;
      return ready(
        `the image is fixed: every takeover uses ${facts.appliance.image}, ${old}, and no rotation renews it; what was configured since would be lost`,
      );
    }
    if (age === undefined) return unknownAge(newestOf(good));
    const limit = imageAgeHoursMax(rotation);
    const is = `the newest good image is ${hours(age)} old`;
    return age <= limit
      ? ready(`${is}; what was configured since would be lost`)
      : notReady(
          `${is}, and ${rotation.schedule} should have made one within ${hours(limit)}; see why the last rotation failed or was held`,
        );
  });
}

const LAUNCH_ONLY = 'keys of KMS and a Marketplace subscription show only in a launch';

function outage(good: Image[], appliance: Facts['appliance']): string {
  const boot = measuredBoot(good);
  return boot
    ? `; expected outage: ${expectedOutages({ appliance, boot })
        .map((each) => outageSentence(each))
        .join('; ')}`
    : '';
}

export function judgeProofAge({ images, appliance, now }: Facts): Judgement {
  if (isFixed(appliance)) {
    return notTestable(
      `the image is fixed, and no rotation proves it: whether it boots, and ${LAUNCH_ONLY}, is not known`,
    );
  }
  if (appliance.rotation.prove === 'never') {
    return notTestable(`rotation.prove is never: whether an image boots, and ${LAUNCH_ONLY}, is not known`);
  }
  return judgeKnown(images, (good) => {
    const proven = good
      .flatMap(({ tags }) => tags[TAG.provenAt] ?? [])
      .sort()
      .at(-1);
    if (proven === undefined)
      return notTestable(`no good image is proven to boot yet; the next rotation proves its own (${LAUNCH_ONLY})`);
    const days = Math.floor(hoursBetween({ from: proven, to: now }) / 24);
    return days <= PROOF_DAYS_MAX
      ? ready(`an image was proven to boot ${days} days ago${outage(good, appliance)}; ${LAUNCH_ONLY}`)
      : notReady(
          `the last proof that an image boots is ${days} days old; start a rotation with "prove": true and see why it fails (${LAUNCH_ONLY})`,
        );
  });
}

/** aws-facts part 3: product codes go with every image of a Marketplace instance, and need a subscription for ever. */
export const judgeMarketplace = ({ active }: Pick<Facts, 'active'>): Judgement =>
  judgeKnown(active, ({ productCodes }) =>
    productCodes.length === 0
      ? ready('no product code: its images need no subscription')
      : notTestable(
          `product codes ${productCodes.join(', ')}: launches end with the Marketplace subscription, and its images can neither be made public nor be launched by an account without one; only a proof shows whether it stands`,
        ),
  );
