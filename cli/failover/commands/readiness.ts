/** `readiness`: whether a failover would succeed now; what is red comes first. */
import { RUNBOOKS } from '../../../shared/domain/messages/message.ts';
import type { ApplianceReadiness, Readiness } from '../../../shared/domain/readiness/verdict.ts';
import { type AskedReadiness, readReadiness } from '../../../shared/steps/people/readiness.ts';
import { table } from '../../layout.ts';
import type { Paint } from '../../paint.ts';
import { plain } from '../../plain.ts';
import { applianceNamed } from '../appliance-named.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { CarryOut } from '../setting.ts';

const WORDS: Record<Readiness, string> = {
  'not-ready': 'RED',
  unknown: 'unknown',
  'not-testable': 'not testable',
  ready: 'ready',
};

const LISTED: Readiness[] = ['not-ready', 'unknown', 'not-testable'];

function checkLines({ checks }: ApplianceReadiness, paint: Paint): string[] {
  const paintOf = { 'not-ready': paint.red, unknown: paint.yellow, 'not-testable': paint.dim, ready: paint.green };
  const listed = LISTED.flatMap((wanted) => checks.filter(({ verdict }) => verdict === wanted));
  return table(
    listed.map(({ check, verdict, sentence }) => [
      ...[{ text: WORDS[verdict], paint: paintOf[verdict] }, { text: check }, { text: plain(sentence) }],
    ]),
  );
}

function linesOf({ appliance, readiness }: AskedReadiness, paint: Paint): string[] {
  if ('unread' in readiness) return [`${paint.bold(appliance)}: unknown: ${plain(readiness.unread)}`];
  const { answer, checks } = readiness.read;
  const ready = checks.filter(({ verdict }) => verdict === 'ready').length;
  return [
    `${paint.bold(appliance)}: ${answer === 'ready' ? 'ready' : answer.replace('-', ' ')}, ${ready} of ${checks.length} checks pass`,
    ...checkLines(readiness.read, paint),
  ];
}

const isReady = ({ readiness }: AskedReadiness): boolean => 'read' in readiness && readiness.read.answer === 'ready';

/** Red is an answer; what could not be read is none. */
function codeOf(asked: AskedReadiness[]): ExitCode {
  if (asked.every(isReady)) return EXIT.done;
  const isRed = ({ readiness: seen }: AskedReadiness): boolean => 'read' in seen && seen.read.answer === 'not-ready';
  return asked.some(isRed) ? EXIT.refused : EXIT.failed;
}

export const readiness: CarryOut<'readiness'> = async ({ appliances }, { deps, terminal }) => {
  const named = appliances.map((name) => applianceNamed(deps.configuration, name).name);
  const asked = named.length > 0 ? named : deps.configuration.appliances.map(({ name }) => name);
  const answer = await readReadiness(asked, deps);
  const redFirst = [...answer.filter((each) => !isReady(each)), ...answer.filter(isReady)];
  const allReady = answer.every(isReady);
  const lines = redFirst.flatMap((each) => linesOf(each, terminal.paint));
  const page = allReady ? [] : [`what to do for each check: ${RUNBOOKS.notReady}`];
  return { answer: redFirst, lines: [...lines, ...page], code: codeOf(answer) };
};
