/** `history`: what has happened to an appliance, or to all. */
import { plusSeconds } from '../../../shared/domain/instants.ts';
import { commandFor } from '../../../shared/domain/messages/command-line.ts';
import { atClock } from '../../../shared/domain/messages/reported.ts';
import { readHistory } from '../../../shared/steps/people/history.ts';
import { secondsText, table } from '../../layout.ts';
import { plain } from '../../plain.ts';
import { EXIT } from '../exit-codes.ts';
import { type Entry, entriesOf } from '../history-entries.ts';
import type { CarryOut } from '../setting.ts';

const moveText = ({ from, to, kind }: Entry): string =>
  kind === 'takeover' ? `${from ?? 'no instance'} → ${to ?? 'no instance'}` : '';

const outageText = ({ outageSeconds }: Entry): string =>
  outageSeconds === undefined ? '' : secondsText(outageSeconds);

function linesOf(entries: Entry[], many: boolean): string[] {
  const rows = entries.map((entry) => [
    ...[{ text: atClock(entry.at) }, ...(many ? [{ text: plain(entry.appliance) }] : [])],
    ...[entry.kind, entry.outcome, outageText(entry), moveText(entry)].map((text) => ({ text: plain(text) })),
  ]);
  return table(rows).flatMap((line, index) => [line, `      ${plain(entries[index]?.why ?? '')}`]);
}

export const history: CarryOut<'history'> = async ({ appliance, sinceSeconds }, { deps, common }) => {
  const since = plusSeconds(deps.clock.now().toISOString(), -sinceSeconds);
  const { ran, more } = await readHistory({ appliance, since }, deps);
  const entries = entriesOf(ran).filter((entry) => appliance === undefined || entry.appliance === appliance);
  const shown = entries.filter(({ quiet }) => !quiet);
  const left = entries.length - shown.length;
  const newest = shown.find(({ kind }) => kind === 'takeover');
  const lines = [
    ...(shown.length === 0
      ? [`nothing has happened since ${atClock(since)}`]
      : linesOf(shown, appliance === undefined)),
    ...(left > 0 ? [`${left} holds that needed no action are left out; --json has them`] : []),
    ...(more > 0 ? [`${more} older runs were not read; name an appliance, or a shorter --since`] : []),
    ...(newest ? [`report: ${commandFor({ verb: 'report', appliance: newest.execution, stage: common.stage })}`] : []),
  ];
  return { answer: { since, entries, more }, lines, code: EXIT.done };
};
