/** The rows of a report that its run alone says: who served and who serves, the image, what is lost, and the decision. */
import { asker } from '../../shared/domain/foreign-text.ts';
import { atClock, imageAge, imageLine, inZone, lostLine, onDemand } from '../../shared/domain/messages/reported.ts';
import type { Fact } from './document.ts';
import type { ReportedRun } from './run.ts';

const fact = (label: string, value: string | undefined): Fact[] => (value ? [[label, value]] : []);

export function factsOf({ name, execution, plan, record, kind }: ReportedRun): Fact[] {
  const ended = execution.stoppedAt;
  const old = plan?.old;
  const from = record?.from ?? old?.instanceId;
  return [
    ['Execution', name],
    ...fact('Began', atClock(execution.startedAt)),
    ...fact('Ended', ended ? `${atClock(ended)}, ${execution.status}` : execution.status),
    ...fact('Asked by', plan && asker(plan.requestedBy)),
    ...fact('Mode', plan?.mode),
    ...(kind === 'takeover' ? fact('From', from ? inZone(from, old?.zone) : 'no instance') : []),
    ...fact('To', record?.to && `${inZone(record.to, record.zone)}${onDemand(old)}`),
    ...imageFacts({ plan, record, at: ended ?? execution.startedAt }),
    ...(record?.problems ?? []).map((problem): Fact => ['Problem', problem]),
    ...fact('Failure', record?.failure),
  ];
}

type Images = Pick<ReportedRun, 'plan' | 'record'> & { at: string };

function imageFacts({ plan, record, at }: Images): Fact[] {
  const image = imageAge(plan, record?.imageId, at);
  if (!image) return [];
  return [...fact('Image', imageLine(image)), ['Lost', lostLine(image)]];
}

const wordOf = (verdict: unknown): string =>
  typeof verdict === 'object' && verdict !== null
    ? Object.entries(verdict)
        .map(([name, word]) => `${name}: ${String(word)}`)
        .join('; ')
    : String(verdict);

/** What each witness said, and what followed from it. */
export function decisionOf({ plan, record, decided }: ReportedRun): Fact[] {
  const because = plan?.because ?? record?.because;
  const reason = typeof decided?.because === 'string' ? decided.because : undefined;
  return [
    ...fact('Decision', because ?? (decided ? `${decided.outcome}: ${reason ?? decided.detail}` : undefined)),
    ...(decided?.outcome === 'held' ? fact('Detail', decided.detail) : []),
    ...Object.entries(decided?.evidence ?? {}).map(([witness, verdict]): Fact => [witness, wordOf(verdict)]),
  ];
}
