/** What became different between two looks at an appliance, as the deeds that invariants are about. */

import type { Instance } from '../../../shared/domain/snapshot.ts';
import type { Placed } from '../../../shared/domain/traffic/part.ts';
import { carries, samePart, sameSpot, spotOf } from '../../../shared/domain/traffic/placed.ts';
import type { Deed } from '../rules/deed.ts';
import type { Truth } from './truth.ts';

/** Who did it: a function of a takeover, with the generation it worked for. */
export type Doer = Pick<
  Deed,
  'at' | 'sentAt' | 'by' | 'unheard' | 'generation' | 'newestGeneration' | 'touchedAt' | 'holderDownAt'
>;

/** `isNew`: EC2 has made it since the read before. Others come and go, as the holder of the address belongs to it. */
type Between = {
  before: Truth;
  after: Truth;
  isNew: (instanceId: string) => boolean;
  clientToken: (instanceId: string) => string;
};

const launches = ({ after, isNew }: Between): Instance[] => after.instances.filter(({ id }) => isNew(id));

/** All that were there before, of any owner. */
const instancesBefore = ({ before, after, isNew }: Between): Instance[] => [
  ...before.instances,
  ...after.instances.filter(({ id }) => !isNew(id) && !before.instances.some((known) => known.id === id)),
];

function stops({ before, after }: Between): Instance[] {
  const asked = ['stopping', 'stopped', 'shutting-down'];
  return after.instances.filter(({ id, state }) => {
    const was = before.instances.find((known) => known.id === id);
    return asked.includes(state) && (was?.state === 'running' || was?.state === 'pending');
  });
}

/** What now points somewhere else. If a part points at nothing, AWS or a person released it. */
const movedParts = ({ before, after }: Between): Placed[] =>
  after.traffic.parts.filter((part) => {
    const was = before.traffic.parts.find(samePart(part));
    return carries(part) && was !== undefined && spotOf(part) !== undefined && !sameSpot(part, was);
  });

export function deedsBetween(looks: Between, doer: Doer): Deed[] {
  const { before, clientToken } = looks;
  const common = { ...doer, traffic: before.traffic, instances: instancesBefore(looks) };
  return [
    ...launches(looks).map(
      (instance): Deed => ({
        ...common,
        ...{ kind: 'launch', instance, clientToken: clientToken(instance.id) },
      }),
    ),
    ...movedParts(looks).map((part): Deed => ({ ...common, kind: 'move', part })),
    ...stops(looks).map((instance): Deed => ({ ...common, kind: 'stop', instanceId: instance.id })),
  ];
}
