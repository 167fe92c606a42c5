/** Bills as tables: what, how many of what, the dollars, and how the number comes about. */

import { outageSentence } from '../../shared/domain/takeover/expected-outage.ts';
import { type Cell, table, tableWidth, wrap } from '../layout.ts';
import type { Look } from '../page.ts';
import type { Costs } from './costs.ts';
import type { Bill, Item } from './item.ts';

const dollars = (usd: number): string => {
  if (usd === 0) return '0';
  return usd < 0.00005 ? '< 0.0001' : usd.toFixed(4);
};

/** Whole where that is exact, and three figures below: more do not help a comparison. */
const quantityText = (quantity: number): string =>
  Number.isInteger(quantity) || quantity >= 1000
    ? Math.round(quantity).toLocaleString('en-US')
    : quantity.toPrecision(3);

const padded = (texts: string[]): string[] => {
  const width = Math.max(...texts.map(({ length }) => length));
  return texts.map((text) => text.padStart(width));
};

function rows(items: Item[], { paint }: Look): Cell[][] {
  const usd = padded(items.map((item) => dollars(item.usd)));
  const quantities = padded(items.map(({ quantity }) => quantityText(quantity)));
  return items.map(({ what, unit, because }, at) => [
    { text: what },
    { text: `${quantities[at]} ${unit}` },
    { text: usd[at] ?? '', paint: paint.bold },
    { text: because, paint: paint.dim },
  ]);
}

const REASON_WIDTH_MIN = 24;

/** Reasons go on below themselves where the line is too short for them. */
function wrapped(all: Cell[][], { width }: Look): Cell[][] {
  const figures = tableWidth(all.map((row) => [...row.slice(0, 3), { text: '' }]));
  return all.flatMap((row) => {
    const [first = '', ...more] = wrap(row[3]?.text ?? '', Math.max(REASON_WIDTH_MIN, width - figures));
    const below = more.map((text): Cell[] => [{ text: '' }, { text: '' }, { text: '' }, { ...row[3], text }]);
    return [[...row.slice(0, 3), { ...row[3], text: first }], ...below];
  });
}

/** The total under its column. */
function billTable({ items, usd }: Bill, look: Look): string[] {
  const total: Item = { what: 'together', quantity: 0, unit: 'alarms', usd, because: '' };
  const cells = rows([...items, total], look);
  const last = cells.at(-1);
  if (last?.[1]) last[1] = { text: '' };
  return table(wrapped(cells, look));
}

function heading(text: string, { paint }: Look): string[] {
  return ['', paint.bold(text)];
}

const sums = (bills: Record<string, Bill>, { paint }: Look): string[] =>
  Object.entries(bills).map(([name, { usd }]) => `  ${name.padEnd(9)}  ${paint.bold(dollars(usd))}`);

/** Without AWS no measured boot is known: `status` reads it, and `--boot` takes it. */
const outageLines = ({ outages }: Costs, { width }: Look): string[] =>
  outages.flatMap((each) =>
    wrap(`${each.appliance}: ${outageSentence(each, each.usdAMonth)}`, width - 3).map((text) => `  ${text}`),
  );

export function costPage(costs: Costs, look: Look): string[] {
  const { region, priceRegion, appliances, detection, rotation, readiness, usdAMonth, alone, takeover } = costs;
  const names = appliances.join(', ');
  const prices =
    region === priceRegion
      ? `Prices of ${region}`
      : `Prices of ${priceRegion}, because those of ${region ?? 'the Region'} are not on our list`;
  const each = detection.usd / appliances.length;
  return [
    ...wrap(
      `${prices}, in US dollars, no free tier used. What the appliance itself costs, its instance, volumes and address, is not part of it.`,
      look.width - 1,
    ),
    ...heading(`DETECTION of ${names}, a month of 730 hours`, look),
    ...billTable(detection, look),
    ...(appliances.length > 1
      ? ['', `  ${dollars(each)} for each of ${appliances.length}; one of them alone would cost ${dollars(alone.usd)}`]
      : []),
    ...heading(`ROTATION of ${names}, a month`, look),
    ...billTable(rotation, look),
    ...heading(`READINESS of ${names}, a month`, look),
    ...billTable(readiness, look),
    ...heading('ALL TOGETHER, a month', look),
    ...sums({ detection, rotation, readiness }, look),
    `  together   ${dollars(usdAMonth)}`,
    ...heading(`ONE TAKEOVER of ${takeover.appliance}`, look),
    ...billTable(takeover, look),
    ...heading('THE EXPECTED OUTAGE of each', look),
    ...outageLines(costs, look),
    '',
  ];
}
