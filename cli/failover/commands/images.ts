/** `images`: from what a takeover would launch, and what the next rotation does with each image. */
import { atClock } from '../../../shared/domain/messages/reported.ts';
import { readSeenImages, type SeenImage } from '../../../shared/steps/people/images.ts';
import { table } from '../../layout.ts';
import { plain } from '../../plain.ts';
import { applianceNamed } from '../appliance-named.ts';
import { EXIT } from '../exit-codes.ts';
import type { CarryOut } from '../setting.ts';

const HEAD = ['id', 'name', 'taken', 'age', 'standing', 'proven', 'boot', 'the next rotation'];

function nextText({ next }: SeenImage): string {
  if ('unknown' in next) return `prunes nothing: ${next.unknown}`;
  return 'prunes' in next ? `prunes it: ${next.prunes}` : `keeps it: ${next.keeps.join(', ')}`;
}

const rowOf = (image: SeenImage): string[] => {
  const { imageId, name, takenAt, ageHours, good, standing, state, provenAt, bootSeconds } = image;
  return [
    ...[imageId, name, takenAt ? atClock(takenAt) : 'unknown', ageHours === undefined ? 'unknown' : `${ageHours} h`],
    ...[`${good ? 'good' : standing}${state === 'available' ? '' : `, ${state}`}`, provenAt ? atClock(provenAt) : 'no'],
    ...[bootSeconds === undefined ? '–' : `${bootSeconds} s`, nextText(image)],
  ];
};

export const images: CarryOut<'images'> = async ({ appliance: name, all }, { deps, terminal }) => {
  const answer = await readSeenImages(applianceNamed(deps.configuration, name), deps);
  const shown = all ? answer : answer.filter(({ good, standing }) => good || standing === 'candidate');
  const more = answer.length - shown.length;
  const head = HEAD.map((text) => ({ text, paint: terminal.paint.dim }));
  const lines = [
    ...(shown.length === 0
      ? ['there is no good image: a takeover would be refused']
      : table([head, ...shown.map((image) => rowOf(image).map((text) => ({ text: plain(text) })))])),
    ...(more > 0 ? [`${more} more that no takeover would launch; --all shows them`] : []),
  ];
  const good = answer.some((each) => each.good);
  return { answer: shown, lines, code: good ? EXIT.done : EXIT.refused };
};
