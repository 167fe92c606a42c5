/** What came of the rows, in sentences, and how to go on. */
import { commandFor } from '../../shared/domain/messages/command-line.ts';
import { plain } from '../plain.ts';
import type { Result } from './conduct.ts';
import type { Observed } from './observe.ts';
import type { Options } from './options.ts';

const rowText = (result: Result): string => {
  const { number, title } = result.row;
  const head = `row ${number}: ${title}`;
  if (result.outcome === 'skipped') return `${head}: skipped, ${result.why}`;
  if (result.outcome === 'observed') return `${head}: observed`;
  return `${head}: not complete, ${result.observation.why}`;
};

const leftLines = (result: Result): string[] =>
  result.outcome === 'skipped'
    ? []
    : result.left.flatMap(({ what, why, command }) => [
        `  STILL THERE: ${what} (${plain(why)}). Remove it yourself:`,
        `    ${command}`,
      ]);

/** Those that the rows themselves could not remove are named there. */
function strayLines({ strays, results }: Observed): string[] {
  if (!Array.isArray(strays)) {
    return [`It cannot be read whether anything of the kit is still there: ${plain(strays.unknown)}`];
  }
  const named = results.flatMap((result) => (result.outcome === 'skipped' ? [] : result.left.map(({ what }) => what)));
  return strays
    .filter(({ what }) => !named.includes(what))
    .flatMap(({ what, mark, command }) => [
      `STILL THERE: ${plain(what)}, made by the run ${plain(mark)}. Remove it yourself, when no other run uses it:`,
      `  ${command}`,
    ]);
}

/** The same options again, complete. */
function commandAgain({ stage, appliance, region, profile, appliances, out, rows }: Options): string {
  const given = { rows: rows?.join(','), stage, appliance, region, profile, appliances, out };
  const usual = { stage: 'lab', appliance: 'lab', out: 'conformance.json' };
  const words = Object.entries(given).flatMap(([flag, value]) =>
    value === undefined || value === Object(usual)[flag]
      ? []
      : [`--${flag}`, /^[\w./,:-]+$/.test(value) ? value : `"${value}"`],
  );
  return ['npm run conform', ...(words.length > 0 ? ['--', ...words] : [])].join(' ');
}

function onwards({ results, interrupted, later }: Observed, options: Options): string[] {
  const last = results.at(-1);
  const goesOn = interrupted && last?.row.continues;
  const complete = results.every(({ outcome }) => outcome === 'observed') && !interrupted && later.length === 0;
  const { stage, appliance } = options;
  return [
    ...(goesOn
      ? [
          `An execution that row ${last.row.number} started may continue in AWS. To see it:`,
          `  ${commandFor({ verb: 'status', appliance, stage })}`,
        ]
      : []),
    ...later,
    ...(complete ? [] : [`To go on: ${commandAgain({ ...options, rows: undefined })}`]),
    `To compare it with the simulator: npm run conform -- --replay ${options.out}`,
  ];
}

export function observedLines(observed: Observed, options: Options): string[] {
  const { results, file, interrupted } = observed;
  return [
    '',
    ...results.flatMap((result) => [plain(rowText(result)), ...leftLines(result)]),
    ...strayLines(observed),
    ...(interrupted ? ['Interrupted: what was observed until then is kept.'] : []),
    `${options.out} has ${file.rows.length} rows.`,
    ...onwards(observed, options),
  ];
}
