/** What people may do in the middle of it: pause, ask again, redrive, and move or start things behind our back. */
import { anyMoment, asks, before, begins, type Peril } from './peril.ts';

export const PERILS_OF_PEOPLE: Peril[] = [
  {
    name: 'F10',
    draw: (plot) => {
      const again = asks('failover', anyMoment(plot));
      return [again, { atSeconds: again.atSeconds, alarm: plot.dice.pick(['status-check', 'probe']) }];
    },
  },
  { name: 'F10', draw: (plot) => [asks(plot.dice.pick(['failover', 'switchover', 'rehearse']), anyMoment(plot))] },
  { name: 'F6', draw: (plot) => [{ atSeconds: anyMoment(plot), alarm: plot.dice.pick(['status-check', 'probe']) }] },
  { name: 'pause', draw: (plot) => [{ atSeconds: anyMoment(plot), pauseMinutes: plot.dice.whole(1, 20) }] },
  {
    name: 'pause',
    draw: (plot) => {
      const atSeconds = anyMoment(plot);
      const over = atSeconds + plot.dice.whole(5, 120);
      return [
        { atSeconds, pauseMinutes: 60 },
        { atSeconds: over, resume: true },
      ];
    },
  },
  { name: 'beside', draw: (plot) => [{ atSeconds: before(plot), routeBeside: true }] },
  { name: 'F40', draw: (plot) => [{ atSeconds: anyMoment(plot) + plot.dice.whole(10, 300), redrive: true }] },
  { name: 'F28', draw: (plot) => [{ atSeconds: anyMoment(plot) + plot.dice.whole(0, 200), personStartsOld: true }] },
  { name: 'F28', lasting: true, draw: (plot) => [{ atSeconds: anyMoment(plot), giveAwayAddress: true }] },
  { name: 'F20', lasting: true, draw: (plot) => [{ atSeconds: anyMoment(plot), deleteRoutes: true }] },
  { name: 'F21', lasting: true, draw: (plot) => [{ atSeconds: anyMoment(plot), foreignRoute: true }] },
  {
    name: 'F47',
    draw: (plot) => {
      const image = plot.dice.pick(['oldest', 'newest', 0, 1] as const);
      const from = plot.dice.chance(0.3) ? ('another-region' as const) : undefined;
      const tags = plot.dice.pick(['all', 'all', 'name-only'] as const);
      const atSeconds = plot.dice.chance(0.5) ? before(plot) : anyMoment(plot);
      return begins(atSeconds, { kind: 'image-copied', image, tags, from });
    },
  },
];
