/** What becomes of an event on its way to a rule's targets while faults are about. */
import { strikes } from '../faults/active.ts';
import type { Fault } from '../faults/fault.ts';
import type { World } from '../world.ts';

type About = { detailType: string; rule: string };

type OfEvent = Extract<Fault, { kind: 'event-lost' | 'event-late' | 'event-duplicated' }>;

const isOfEvent = (fault: Fault): fault is OfEvent =>
  ['event-lost', 'event-late', 'event-duplicated'].includes(fault.kind);

const concerns = (fault: Fault, { detailType, rule }: About): fault is OfEvent =>
  isOfEvent(fault) && (fault.rule ?? rule) === rule && (fault.detailType ?? detailType) === detailType;

/** By how many milliseconds later than usual each copy of it arrives; none for an event that is lost. */
export function copiesOf(world: World, about: About): number[] {
  let copies = [0];
  for (const active of world.faults.active) {
    const { fault } = active;
    if (!concerns(fault, about) || !strikes(active, fault)) continue;
    if (fault.kind === 'event-lost') return [];
    if (fault.kind === 'event-late') copies = copies.map((lateMs) => lateMs + fault.bySeconds * 1000);
    if (fault.kind === 'event-duplicated') copies = [...copies, fault.afterSeconds * 1000];
  }
  return copies;
}
