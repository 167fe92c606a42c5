/** What belongs to others: a route, an address or a machine that is none of the appliance's. */
import type { PartKind } from '../../../shared/domain/traffic/part.ts';
import type { Mutant } from './mutant.ts';
import { override } from './override.ts';

const PLACED = 'shared/domain/traffic/placed.ts';

/** What others have moved meanwhile is not seen for one kind of part. */
const unnoticed = (unseen: PartKind) =>
  override(
    PLACED,
    'strangers',
    (original) => (now, found, ends) => original(now, found, ends).filter(({ kind }) => kind !== unseen),
  );

export const OF_OTHERS: Mutant[] = [
  {
    name: 'a route that is another owner’s from the beginning is overwritten',
    breaks: 'S16',
    overrides: [override(PLACED, 'mayBeMoved', () => () => true)],
    hunt: { in: 'seeds', faults: ['F21', 'F1'], aim: 'safety' },
  },
  {
    name: 'a route that was moved by hand meanwhile is overwritten',
    breaks: 'S16',
    overrides: [unnoticed('route')],
    hunt: { in: 'seeds', faults: ['F21', 'F1'], aim: 'safety' },
  },
  {
    name: 'every route to an instance in the tables is moved, whosever it is',
    breaks: 'S13',
    overrides: [override(PLACED, 'mayBeMoved', () => () => true)],
    edits: [
      {
        file: 'shared/aws/read-routes.ts',
        old: '      .flatMap((table) => rule.to.map((destination) => ',
        becomes:
          '      .flatMap((table) => (table.Routes ?? []).flatMap(({ InstanceId, ...each }) => (InstanceId && each.DestinationCidrBlock) || []).map((destination) => ',
      },
    ],
    hunt: { in: 'scenarios', names: ['neighbour-left-alone'] },
  },
  {
    name: 'the address of another stack is taken',
    breaks: 'S16',
    overrides: [override('shared/domain/ownership.ts', 'foreignOwner', () => () => undefined)],
    hunt: { in: 'scenarios', names: ['second-stack'] },
  },
  {
    name: 'the address is taken from an instance that got it by hand meanwhile',
    breaks: 'S16',
    overrides: [unnoticed('address')],
    hunt: { in: 'seeds', faults: ['F28', 'F1'], aim: 'safety' },
  },
  {
    name: 'a route beside ours is led along with them',
    breaks: 'S13',
    overrides: [
      override('shared/aws/apply-change.ts', 'writeRoute', (original) => async (clients, write) => {
        await original(clients, write);
        await original(clients, { ...write, destination: '192.168.99.0/24' });
      }),
    ],
    hunt: { in: 'seeds', faults: ['beside', 'F1'], aim: 'safety' },
  },
];
