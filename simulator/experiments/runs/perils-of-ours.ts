/** What may happen to our own parts: single requests, Lambdas and executions that die, and permissions that go. */
import { brokenRequest } from './broken-request.ts';
import { drawCrash, drawDeath } from './endings.ts';
import { anyMoment, before, type Peril, type Plot, passes } from './peril.ts';

/** Routes, the address and the stop: what a policy may take away in the middle of the night. */
const DENIED = [
  'AssociateAddress',
  'ReplaceRoute',
  'StopInstances',
  'CreateTags',
  'RunInstances',
  'DescribeInstances',
  'DescribeRouteTables',
] as const;

/** Mostly for the first takeover, and else for a later one or for one that finishes it. */
const armed = (plot: Plot): number => (plot.dice.chance(0.7) ? before(plot) : anyMoment(plot));

export const PERILS_OF_OURS: Peril[] = [
  { name: 'request', draw: (plot) => passes(plot, brokenRequest(plot), { min: 20, max: 240 }) },
  {
    name: 'request',
    draw: (plot) => {
      const fault = brokenRequest(plot);
      return [
        { atSeconds: before(plot), fault },
        { atSeconds: plot.untilSeconds, repair: fault },
      ];
    },
  },
  {
    name: 'F22',
    draw: (plot) => [{ atSeconds: armed(plot), crash: drawCrash(plot) }],
  },
  {
    name: 'death',
    draw: (plot) => [{ atSeconds: armed(plot), death: drawDeath(plot) }],
  },
  {
    name: 'F20',
    draw: (plot) =>
      passes(
        plot,
        { kind: 'deny', action: plot.dice.pick(['AssociateAddress', 'ReplaceRoute']), fromCall: plot.dice.whole(1, 2) },
        { min: 10, max: 600 },
      ),
  },
  { name: 'F24', draw: (plot) => passes(plot, { kind: 'deny', action: 'StopInstances' }, { min: 30, max: 600 }) },
  { name: 'F31', draw: (plot) => passes(plot, { kind: 'deny', action: 'PutMetricAlarm' }, { min: 30, max: 600 }) },
  {
    name: 'F34',
    draw: (plot) => passes(plot, { kind: 'deny', action: plot.dice.pick(DENIED) }, { min: 10, max: 300 }),
  },
  { name: 'sweep', draw: (plot) => [{ atSeconds: anyMoment(plot), sweep: true }] },
];
