/** What each step of a rotation found and did, by the names under which the state machine keeps it. */

import type { LedgerImage, LedgerLine, LedgerOrphan } from '../../domain/images/ledger.ts';
import type { StatusWord } from '../../domain/images/proof-verdict.ts';
import type { Retention } from '../../domain/images/retention.ts';
import type { Ask, Service, ServiceAnswer } from '../../domain/images/service-proof.ts';
import type { Phase } from '../../domain/images/settling.ts';
import type { Found as Looked } from '../../domain/readiness/verdict.ts';
import type { Placement } from '../../domain/takeover/takeover-plan.ts';
import type { Caught } from '../cause-message.ts';

export type Gated =
  | { outcome: 'held' | 'vouched'; record: RotationRecord }
  | {
      outcome: 'go';
      /** The instance that holds the address, and of which the image is taken. */
      active: string;
      /** When it was last found fit to be copied. */
      healthyAt?: string;
      imageName: string;
      /** Whether the image is launched before it is called good. */
      prove: boolean;
      /** Whether a proof that has booted stays as the standby. */
      keep?: true | undefined;
      /** Instead of a new image: the standby that is stopped. */
      settle?: Kept | undefined;
      /** Instead of a new image: the good one of which a standby is built. */
      rebuild?: Taken | undefined;
      /** The questions to which the services of earlier proofs have answered: to these, silence counts. */
      answered?: string[] | undefined;
      /** Why the instance is in the line; absent where an older deployment passed the gate. */
      line?: LedgerLine | undefined;
      why: string;
    };

export type Pass = Extract<Gated, { outcome: 'go' }>;

export type Taken = { imageId: string; name: string; askedAt: string };

export type ImageState = {
  state: 'pending' | 'available' | 'failed' | 'timed-out';
  /** Until the next look, while it is pending. */
  waitSeconds: number;
  availableAt?: string | undefined;
  detail: string;
};

export type Refused = { placement: Placement; code: string; message: string };

export type Proof =
  | {
      outcome: 'launched';
      instanceId: string;
      launchedAt: string;
      zone: string;
      instanceType: string;
      subnetId?: string | undefined;
      /** What its service is asked, as one word; absent where it is not asked. */
      question?: string | undefined;
      /** MiB/s of `volumeInitialization`; absent where none was asked for, or EC2 refused it. */
      initializationRate?: number | undefined;
    }
  /** There was no place for it tonight, which says nothing about the image. */
  | { outcome: 'no-place'; detail: string; refused: Refused[] }
  /** EC2 has no such image to launch, or no longer what it is made of. */
  | { outcome: 'refused'; detail: string };

export type Proven = {
  /** `inconclusive`: it ended for a reason that says nothing about the image, or its end is unknown. */
  outcome: 'waiting' | 'booted' | 'failed' | 'inconclusive';
  /** It was given up for a takeover, which sends its own notifications. */
  gaveWay?: true | undefined;
  booted: boolean;
  waitSeconds: number;
  runningAt?: string | undefined;
  /** When both status checks passed for the first time. */
  checkedAt?: string | undefined;
  /** From the launch until it ran, and from then until its service answered, or until both status checks passed. */
  launchSeconds?: number | undefined;
  seconds?: number | undefined;
  /** `not verified` also while it is still to be asked, as `ask` says. */
  service: Service;
  ask?: Ask | undefined;
  answeredAt?: string | undefined;
  /** What the status checks said when they could last be read. */
  lastWord?: StatusWord | undefined;
  detail: string;
};

export type Ended = { instanceIds: string[] };

/** A proof that has become the standby, as it was read back. */
export type Kept = { instanceId: string; imageId: string; zone: string; instanceType: string; at: string };

/** A standby of tier `stopped`, on its way to rest. */
export type Settled = {
  phase: Phase;
  since: string;
  waitSeconds: number;
  /** In percent, of the volume that is read least. */
  progress?: number | undefined;
  /** When it was started for its second boot. */
  startedAt?: string | undefined;
  /** From that start until its service answered, or until both status checks passed. */
  secondBoot?: { seconds: number; answered?: true | undefined } | undefined;
  /** Whom `prove-service` is to ask in between. */
  ask?: Ask | undefined;
};

export type Accepted = { imageId: string; at: string };

/** EBS snapshots whose image is gone: deleted now, or marked now, to be deleted by a later rotation. */
export type Orphans = {
  deleted: string[];
  marked: string[];
  /** Carry our tags, and EC2 names an instance outside the line as their source: left alone. */
  unproven?: string[] | undefined;
};

export type Pruned = {
  deregistered: string[];
  /** Of each that was deregistered: why. */
  reasons?: { imageId: string; because: string }[] | undefined;
  snapshots?: Orphans | undefined;
  kept: { imageId: string; because: Retention['keep'][number]['because'] }[];
  /** Why nothing was pruned. */
  held?: string | undefined;
};

/** What a succeeded rotation writes down for the next ones. */
export type LedgerFacts = {
  images: LedgerImage[];
  orphans: LedgerOrphan[];
  active: string;
  line?: LedgerLine | undefined;
};

/** `failure` is what a Fail state can say: its cause is the whole record, because a failed execution has no output. */
export type Closed = Pruned & { ok: boolean; record: RotationRecord; failure?: { error: string; cause: string } };

export type Done = {
  gate?: Gated;
  image?: Taken;
  state?: ImageState;
  proof?: Proof;
  proven?: Proven;
  /** What the service of the proof said when it was asked last. */
  service?: ServiceAnswer;
  ended?: Ended;
  accepted?: Accepted;
  kept?: Kept;
  settled?: Settled;
  /** Standbys of before. */
  endedOld?: Ended;
  /** What a Catch wrote: the error that ended the rotation, and those that it went on from. */
  failure?: Caught;
  proofFailure?: Caught;
  serviceFailure?: Caught;
  endFailure?: Caught;
  keepFailure?: Caught;
  settleFailure?: Caught;
  endOldFailure?: Caught;
};

export const passIn = ({ gate }: Done): Pass | undefined => (gate?.outcome === 'go' ? gate : undefined);

export const launchedIn = ({ proof }: Done): Extract<Proof, { outcome: 'launched' }> | undefined =>
  proof?.outcome === 'launched' ? proof : undefined;

/** Absent phases were not reached. `launch` and `boot` are those of the proof. */
export type RotationSeconds = Partial<Record<'image' | 'launch' | 'boot' | 'total', number>>;

export type RotationRecord = {
  /** `standby`: one was built of an image that was there, and none was taken. */
  outcome: 'held' | 'vouched' | 'rotated' | 'standby' | 'failed';
  appliance: string;
  /** Why it was started, or the reason of a closed set for which it was held. */
  because: string;
  requestedBy: string;
  /** Of a held one: the sentence that people read first, and how many nights running there was no image, since when. */
  detail?: string | undefined;
  nights?: number | undefined;
  since?: string | undefined;
  /** Of one that was held because of the instance that holds the address, or of a vouch. */
  holder?: string | undefined;
  vouchedFor?: string | undefined;
  /** Of a succeeded one, the ledger: the images that are ours from now on, and orphaned EBS snapshots since when. */
  images?: LedgerImage[] | undefined;
  orphans?: LedgerOrphan[] | undefined;
  /** The instance that the image was taken of, and why it is in the line. */
  active?: string | undefined;
  line?: LedgerLine | undefined;
  /** What a takeover would launch from meanwhile; absent where no night was lost. */
  newestGood?: NewestGood | undefined;
  image?: { imageId: string; name: string } | undefined;
  /** Absent when no proof was requested, there was no place for it, or it said nothing about the image. */
  proven?: Pick<Proven, 'outcome' | 'booted' | 'seconds' | 'launchSeconds' | 'service' | 'detail'> | undefined;
  /** Why a proof that was due shows nothing about the image. */
  unproven?: string | undefined;
  /** Why the service of a proof could not be asked: the function that asks has failed for good. */
  unasked?: string | undefined;
  /** What is kept ready since then. */
  standby?: (Kept & { secondBoot?: Settled['secondBoot'] }) | undefined;
  pruned?: Pruned | undefined;
  seconds: RotationSeconds;
  /** The name of the error that ended it; absent where no error did. */
  error?: string | undefined;
  failure?: string | undefined;
  /** What could not be done and is left to the next rotation, to the sweep or to people. */
  problems: string[];
};

export type NewestGood = Looked<{ imageId: string; takenAt?: string | undefined }>;
