/** What a person reads before a forced move: health, plan, the age of the image, and what is lost. */
import { imageAge, imageLine, inZone, lostLine, type ReportedPlan } from '../../shared/domain/messages/reported.ts';
import type { Status } from '../../shared/steps/people/status.ts';
import { table } from '../layout.ts';
import type { Paint } from '../paint.ts';
import { plain } from '../plain.ts';
import { changeLines } from './change-lines.ts';
import { healthRows, type Row } from './status-lines.ts';

type Briefing = {
  status: Status;
  /** The answer of the rehearsal, of which every part may be missing. */
  said: unknown;
  mode: 'switchover' | 'failover';
  stage: string;
  region: string;
  now: string;
};

type Rehearsed = { generation?: number; because?: string; plan?: Partial<ReportedPlan>; changes?: unknown[] };

const CUT = {
  failover:
    'the traffic moves as soon as the replacement runs, and the old instance is stopped; every connection is cut',
  switchover: 'the traffic moves without a proof that the new instance serves; every connection is cut',
};

export function briefingLines({ status, said, mode, stage, region, now }: Briefing, paint: Paint): string[] {
  const { generation, because, plan, changes } = Object(said) as Rehearsed;
  const [placement] = plan?.placements ?? [];
  const image = imageAge({ imagesTakenAt: {}, ...plan } as ReportedPlan, placement?.imageId, now);
  const rows: Row[] = [
    ...healthRows(status),
    ['decision', `generation ${generation ?? 'unknown'}: ${because ?? 'no reason given'}`],
    ['from', plan?.old ? inZone(plan.old.instanceId, plan.old.zone) : 'no instance'],
    ['to', placement ? `${placement.instanceType} in ${placement.zone}` : 'no place is known'],
    ['image', imageLine(image) ?? 'unknown'],
    ['lost', lostLine(image)],
    ['effect', CUT[mode]],
  ];
  return [
    `${paint.bold(status.appliance)} (stage ${stage}, ${region}): ${mode} --force replaces it although it may answer`,
    ...table(rows.map(([label, text]) => [{ text: label, paint: paint.dim }, { text: plain(text) }])),
    ...changeLines(changes),
  ];
}
