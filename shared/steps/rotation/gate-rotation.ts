/** Says whether an image may be taken now, and under which name; everything that prevents it is a hold with a reason. */
import { readGoodImages } from '../../aws/good-images.ts';
import { readAddress } from '../../aws/read-address.ts';
import { readImageNamed, readTagged } from '../../aws/read-images.ts';
import { describeInstance, instanceOf } from '../../aws/read-instances.ts';
import { readOlderRotation } from '../../aws/rotations.ts';
import { writeTags } from '../../aws/tags.ts';
import type { Deps, Step } from '../../deps.ts';
import { type Appliance, findAppliance } from '../../domain/appliance.ts';
import { rotationMachineArnOf } from '../../domain/arns.ts';
import { readPause } from '../../domain/decision/pauses.ts';
import { TransientError } from '../../domain/errors.ts';
import { heldTonight, readHeldNights, writeHeldNights } from '../../domain/images/held-nights.ts';
import { familyOf, imageNameOf, isFixed } from '../../domain/images/naming.ts';
import {
  costsTheNight,
  proofIsDue,
  type RotationHold,
  SCHEDULE,
  TAKEOVER_RECENT_SECONDS,
  takeoverRunsWords,
} from '../../domain/images/rotation.ts';
import { answeredIn } from '../../domain/images/service-proof.ts';
import { foreignOwner } from '../../domain/ownership.ts';
import { type Address, type Image, TAG } from '../../domain/snapshot.ts';
import { describeRoute, leadsTo } from '../../domain/traffic/route.ts';
import { finding, unread } from '../dry-runs/finding.ts';
import { inTime } from '../pace/in-time.ts';
import { imagesOf } from '../world/images-of.ts';
import { ownerOf, whoseOf } from '../world/owner.ts';
import { readRoutesOf } from '../world/routes-of.ts';
import type { Gated, NewestGood } from './facts.ts';
import { parseRotation, type RotationInput } from './input.ts';
import { lineOf } from './line-of.ts';
import { readRebuild } from './rebuild.ts';
import { heldRecord, vouchedRecord } from './rotation-record.ts';
import { readSettle } from './settle.ts';
import { takeoverNear } from './takeover-near.ts';
import { readTooSoon } from './too-soon.ts';
import { whyUnhealthy } from './why-unhealthy.ts';

type Hold = { because: RotationHold; detail: string; holder?: string | undefined };

const hold = (because: RotationHold, detail: string): Hold => ({ because, detail });

export const gateRotation: Step<RotationInput, Gated> = {
  parse: parseRotation,
  async run(input, deps) {
    const appliance = findAppliance(deps.configuration, input.asked.appliance);
    if (!appliance) return held(input, hold('unknown-appliance', `"${input.asked.appliance}" is not configured`), deps);
    if (isFixed(appliance)) return held(input, hold('image-fixed', fixedWords(appliance)), deps);
    const address = await readAddress(deps.clients, appliance.floatingIp);
    const asked: Asked = { input, appliance, address };
    if (input.asked.vouch !== undefined) return vouch(input.asked.vouch, asked, deps);
    const against = await whyNow(asked, deps);
    if (against) return held(input, against, deps, asked);
    if (input.asked.standby !== undefined) {
      const rebuild = await (input.asked.standby === 'settle' ? readSettle : readRebuild)(asked, deps);
      return 'detail' in rebuild ? held(input, rebuild, deps) : rebuild;
    }
    // Before its health: whose machine it is decides whether its silence matters.
    const line = await lineOf({ appliance, address, instanceId: address.instanceId ?? '' }, deps);
    if ('why' in line) return held(input, outOfLine(line.why, address), deps, asked);
    const unfit = await whyNotTheInstance(asked, deps);
    if (unfit) return held(input, unfit, deps, asked);
    const misdirected = await whyNotMeant(asked, deps);
    if (misdirected) return held(input, misdirected, deps, asked);
    const soon = await whyTooSoon(asked, deps);
    if (soon) return held(input, soon, deps, asked);
    const healthyAt = deps.clock.now().toISOString();
    const { asked: wish, meantAt } = input;
    const prove = wish.prove ?? (await isDue(appliance, deps));
    const asks = prove && appliance.probe.subnets !== undefined;
    return {
      outcome: 'go',
      active: address.instanceId ?? '',
      healthyAt,
      imageName: imageNameOf(familyOf(appliance), meantAt),
      prove,
      ...(prove && appliance.standby.tier !== 'cold' && { keep: true as const }),
      ...(asks && { answered: answeredIn(await readOurs(appliance, deps)) }),
      line,
      why: wish.reason ?? (wish.requestedBy === SCHEDULE ? 'the schedule' : `${wish.requestedBy} asked for it`),
    };
  },
};

const outOfLine = (detail: string, { instanceId: holder }: Address): Hold => ({
  ...hold('not-in-line', detail),
  holder,
});

/** A person says that the holder is the appliance. No image is taken now: the next rotation does that. */
async function vouch(instanceId: string, { input, appliance, address }: Asked, deps: Deps): Promise<Gated> {
  const why = await whyNotVouched(instanceId, { appliance, address }, deps);
  if (why !== undefined) return held(input, hold('vouch-refused', why), deps);
  await writeTags(deps.clients, instanceId, { [TAG.vouched]: input.executionId });
  const at = deps.clock.now().toISOString();
  return { outcome: 'vouched', record: vouchedRecord(input, { at, instanceId }) };
}

async function whyNotVouched(
  instanceId: string,
  { appliance, address }: Pick<Asked, 'appliance' | 'address'>,
  { clients, deployment }: Deps,
): Promise<string | undefined> {
  const owner = ownerOf({ deployment });
  const other = foreignOwner(address, owner);
  if (other !== undefined) return `${address.publicIp} belongs to ${other}, not to ${owner}`;
  if (address.instanceId !== instanceId) {
    return `${instanceId} does not hold ${address.publicIp}; ${address.instanceId ?? 'no instance'} does`;
  }
  const raw = await describeInstance(clients, instanceId);
  if (raw.reading === 'unreadable') throw new TransientError(`reading ${instanceId}: ${raw.why}`);
  if (raw.reading === 'absent') return `EC2 does not know ${instanceId}`;
  const { [TAG.appliance]: theirs } = instanceOf(raw.raw).tags;
  return theirs === undefined || theirs === appliance.name ? undefined : `${instanceId} belongs to ${theirs}`;
}

/** Where routes are configured and not one of them leads to the holder, another machine carries the traffic. */
async function whyNotMeant({ appliance, address }: Asked, deps: Deps): Promise<Hold | undefined> {
  const { instanceId: holder, networkInterfaceId } = address;
  if (networkInterfaceId === undefined) return undefined;
  const routes = await readRoutesOf(appliance, deps);
  if (routes.length === 0 || routes.some((route) => leadsTo(route, networkInterfaceId))) return undefined;
  const first = routes.slice(0, 3).map(describeRoute).join('; ');
  return { ...hold('drift', `no route leads to ${holder}, which holds the address: ${first}`), holder };
}

const fixedWords = ({ name, image }: Appliance): string =>
  `image of ${name} is ${image}, from which every takeover launches, also after a rotation; give the Name of its images instead to have them renewed`;

type Asked = { input: RotationInput; appliance: Appliance; address: Address };

/** What stands against any image at this moment, the cheapest question first. */
async function whyNow({ input, appliance, address }: Asked, deps: Deps): Promise<Hold | undefined> {
  const { name } = appliance;
  const other = foreignOwner(address, ownerOf(deps));
  if (other !== undefined) return hold('not-owner', `${address.publicIp} belongs to ${other}, not to ${ownerOf(deps)}`);
  if (!address.instanceId) return hold('no-holder', `${address.publicIp} is attached to no instance`);
  const { executionId, startedAt } = input;
  const [older, { running, endedSecondsAgo }] = await Promise.all([
    readOlderRotation(deps.clients, {
      ...{ machineArn: rotationMachineArnOf(deps.deployment), appliance: name, executionId, startedAt },
    }),
    takeoverNear(name, address, deps),
  ]);
  if (older !== undefined) return hold('rotation-running', `${older} is at work on ${name}`);
  if (running) return hold('takeover-running', takeoverRunsWords(name));
  // A takeover is what leaves an appliance without a standby, and no image is taken for the next one.
  if (endedSecondsAgo < TAKEOVER_RECENT_SECONDS && input.asked.standby === undefined) {
    return hold('takeover-recent', `the last takeover of ${name} ended ${Math.round(endedSecondsAgo)} s ago`);
  }
  const pause = readPause(address, deps.clock.now().toISOString());
  if (pause.kind === 'until') return hold('paused', `${name} is paused until ${pause.until}`);
  if (pause.kind === 'malformed') return hold('paused', `${name} is paused until "${pause.value}", which ${pause.why}`);
  return undefined;
}

async function whyNotTheInstance({ input, appliance, address }: Asked, deps: Deps): Promise<Hold | undefined> {
  const imageName = imageNameOf(familyOf(appliance), input.meantAt);
  const [image, unfit] = await Promise.all([
    readImageNamed(deps.clients, whoseOf(appliance.name, deps), imageName),
    whyUnhealthy({ appliance, address, active: address.instanceId ?? '' }, deps),
  ]);
  if (image && ['available', 'pending'].includes(image.state)) {
    if (!image.ours) return hold('name-taken', `the name ${imageName} is taken by ${image.id}, which is not ours`);
    // One that its own rotation left behind as a candidate is gone on with.
    const { sourceInstanceId: madeOf } = image;
    if (madeOf !== address.instanceId) {
      const source = madeOf === undefined ? 'an unknown instance' : madeOf;
      return hold('name-taken', `the name ${imageName} is taken by ${image.id}, which was made of ${source}`);
    }
    if (image.standing === 'good') return hold('already-rotated', `${imageName} exists (${image.id}), and is good`);
  }
  return unfit && hold('unhealthy', unfit.why);
}

/** Last: every other reason to hold says more. */
async function whyTooSoon({ input, appliance }: Asked, deps: Deps): Promise<Hold | undefined> {
  if (input.asked.force === true) return undefined;
  const imageName = imageNameOf(familyOf(appliance), input.meantAt);
  const why = await readTooSoon({ appliance: appliance.name, imageName }, deps);
  return why === undefined ? undefined : hold('too-soon', why);
}

async function readOurs({ name }: Appliance, deps: Deps): Promise<Image[]> {
  return (await readTagged(deps.clients, whoseOf(name, deps))).filter(({ ours }) => ours);
}

async function isDue(appliance: Appliance, deps: Deps): Promise<boolean> {
  const { rotation } = appliance;
  if (rotation.prove !== 'weekly') return rotation.prove === 'always';
  const provenAt = (await readOurs(appliance, deps)).flatMap(({ tags }) => tags[TAG.provenAt] ?? []);
  return proofIsDue(rotation.prove, { provenAt, now: deps.clock.now().toISOString() });
}

/** The nights are counted on the address, where the next rotation finds them; from the second on, operators are notified. */
async function held(input: RotationInput, found: Hold, deps: Deps, asked?: Asked): Promise<Gated> {
  const at = deps.clock.now().toISOString();
  if (!asked || !costsTheNight(found.because) || input.asked.requestedBy !== SCHEDULE) {
    return { outcome: 'held', record: heldRecord(input, { ...found, nights: 0, at }) };
  }
  const { allocationId, tags } = asked.address;
  const tag = tags[TAG.rotationHeld];
  const newestGood = await newestOf(asked.appliance, deps);
  const imageTakenAt = newestGood.found === 'read' ? newestGood.answer.takenAt : undefined;
  const { nights, since, last } = heldTonight(readHeldNights(tag), { now: at, imageTakenAt });
  const wanted = writeHeldNights({ nights, since, last });
  if (wanted !== tag) await writeTags(deps.clients, allocationId, { [TAG.rotationHeld]: wanted });
  return { outcome: 'held', record: heldRecord(input, { ...found, nights, since, newestGood, at }) };
}

/** Worth knowing, and no reason for the gate to hang. */
const IMAGES_SECONDS = 5;

async function newestOf(appliance: Appliance, deps: Deps): Promise<NewestGood> {
  const reading = finding(readGoodImages(deps.clients, imagesOf(appliance, deps)));
  const good = (await inTime(deps.clock, IMAGES_SECONDS, reading)) ?? unread(`no answer within ${IMAGES_SECONDS} s`);
  if (good.found !== 'read') return good;
  // If good images can be read, there is at least one.
  const [newest] = good.answer;
  return newest
    ? { found: 'read', answer: { imageId: newest.id, takenAt: newest.takenAt } }
    : { found: 'missing', why: 'no image is good' };
}
