/** The traffic before and after, side by side: the address, every route, and every instance of the appliance. */
import type { InstanceFacts, TrafficFacts } from '../simulator/stories/report.ts';
import { type Cell, table, tableWidth, widthOf } from './layout.ts';
import type { Paint } from './paint.ts';

type Both = { before: TrafficFacts; after: TrafficFacts };

/** What changed is bright, what stayed is not. */
function pair({ before, after }: { before: string; after: string }, paint: Paint): Cell[] {
  return [{ text: before }, { text: after, paint: before === after ? paint.dim : paint.green }];
}

const holder = ({ address }: TrafficFacts): string => address.instanceId ?? 'nobody';

const stateOf = (instance: InstanceFacts | undefined): string => instance?.state ?? '–';

function routeRows({ before, after }: Both, paint: Paint): Cell[][] {
  return after.routes.map(({ routeTableId, routeTable, destination, target }) => {
    const was = before.routes.find((route) => route.routeTableId === routeTableId && route.destination === destination);
    const name = routeTable && routeTable !== routeTableId ? `${routeTableId} (${routeTable})` : routeTableId;
    return [
      { text: destination },
      { text: name, paint: paint.dim },
      ...pair({ before: was?.target ?? '–', after: target }, paint),
    ];
  });
}

/** What an instance is made of never changes, so it stands once, below its two states. */
function instanceRows({ before, after }: Both, paint: Paint): Cell[][] {
  const ids = new Set([...before.instances, ...after.instances].map(({ id }) => id));
  return [...ids].flatMap((id) => {
    const now = after.instances.find((instance) => instance.id === id);
    const was = before.instances.find((instance) => instance.id === id);
    const made = now ?? was;
    return [
      [
        { text: id },
        { text: `${made?.zone}, ${made?.type}`, paint: paint.dim },
        ...pair({ before: stateOf(was), after: stateOf(now) }, paint),
      ],
      [{ text: '' }, { text: `from ${made?.image}`, paint: paint.dim }, { text: '' }, { text: '' }],
    ];
  });
}

const checkText = (facts: TrafficFacts): string => {
  const active = facts.instances.find(({ id }) => id === facts.address.instanceId);
  if (!active) return '–';
  return active.sourceDestCheck ? 'on' : 'off, forwards';
};

export function trafficTable(both: Both, { width, paint }: { width: number; paint: Paint }): string[] {
  const { before, after } = both;
  const head = (text: string): Cell => ({ text, paint: paint.dim });
  const rows: Cell[][] = [
    [head(''), head(''), head('before'), head('after')],
    [
      { text: after.address.publicIp, paint: paint.bold },
      { text: after.address.allocationId, paint: paint.dim },
      ...pair({ before: holder(before), after: holder(after) }, paint),
    ],
    ...routeRows(both, paint),
    [
      { text: 'source/dest check' },
      { text: '' },
      ...pair({ before: checkText(before), after: checkText(after) }, paint),
    ],
    ...instanceRows(both, paint),
  ];
  const wide = table(rows);
  return tableWidth(rows) <= width ? wide : narrow(rows, { width, paint });
}

/** Under each other where four columns do not fit beside each other. */
function narrow(rows: Cell[][], { width, paint }: { width: number; paint: Paint }): string[] {
  return rows.slice(1).flatMap(([what, which, was, now]) => {
    const name = `  ${[what?.text, which?.text].filter(Boolean).join('  ')}`;
    const [before, after] = [was?.text ?? '', now?.text ?? ''];
    if (!before && !after) return [`    ${name}`];
    if (before === after) return [name, `      ${paint.dim(after)}`];
    const fits = widthOf(before) + widthOf(after) + 9 <= width;
    return fits
      ? [name, `      ${before} → ${paint.green(after)}`]
      : [name, `      ${before}`, `    → ${paint.green(after)}`];
  });
}
