/** A plan as a difference: what leads where now, and where it would lead. */
import { imageAge, imageLine, inZone, lostLine, type ReportedPlan } from '../../shared/domain/messages/reported.ts';
import { changeWords } from '../../shared/domain/traffic/plan.ts';
import { listedPlan } from '../../shared/domain/traffic/stored-routes.ts';
import { table } from '../layout.ts';
import { plain } from '../plain.ts';

/** The plan comes from a machine of any age, so that every part of it may be missing. */
export function planLines(planned: unknown, { now, changes = [] }: { now: string; changes?: unknown[] }): string[] {
  const plan = Object(listedPlan(Object(planned))) as Partial<ReportedPlan> & {
    routes?: { destination?: string; routeTableId?: string }[];
  };
  const { old, placements: [place] = [], address, mode, routes = [] } = plan;
  const from = old ? inZone(old.instanceId, old.zone) : 'no instance';
  const to = place ? `new ${place.instanceType} in ${place.zone}` : 'no place is known';
  const image = imageAge({ imagesTakenAt: {}, ...plan } as ReportedPlan, place?.imageId, now);
  const move = `${from} → ${to}`;
  const others = changes.flatMap((change) => changeWords(change) ?? JSON.stringify(change));
  const rows: [string, string][] = [
    [`address ${address?.publicIp ?? 'unknown'}`, move],
    ...routes.map(({ destination, routeTableId }): [string, string] => [
      `route ${destination} in ${routeTableId}`,
      move,
    ]),
    ['old instance', stopText(old?.instanceId, mode)],
    ['image', imageLine(image) ?? 'unknown'],
    ['lost', lostLine(image)],
    ...others.map((text, index): [string, string] => [index === 0 ? 'in this order' : '', text]),
  ];
  return table(rows.map(([label, text]) => [{ text: plain(label) }, { text: plain(text) }]));
}

function stopText(instanceId: string | undefined, mode: ReportedPlan['mode'] | undefined): string {
  if (instanceId === undefined) return 'there is none to stop';
  return mode === 'switchover' ? `${instanceId} serves until the new one answers, then it stops` : `stop ${instanceId}`;
}
