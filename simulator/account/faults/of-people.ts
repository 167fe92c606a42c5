/** The faults that people and their tools make: tags, routes, alarms, executions, a second stack. */
import { z } from 'zod';
import { aFault, once } from './fault-file.ts';
import * as people from './people.ts';
import { type Cast, instance } from './roles.ts';

const theAddress = <Name extends string>(said: { kind: Name }, { allocationId }: Cast) => ({
  ...{ ...said, resourceId: allocationId },
});

/** The first route of the appliance. */
function routeOf({ routes: [route] }: Cast): Cast['routes'][number] {
  if (!route) throw new Error('the appliance has no route that a fault could be about');
  return route;
}

const AIMS = {
  gateway: 'at a gateway',
  third: 'at a machine of their own',
  nothing: 'at a network interface that is gone',
};

export const OF_PEOPLE = {
  ...aFault('tags-stripped', {
    says: {},
    ...{ cast: theAddress, begin: people.stripTags },
    sentence: (_, { allocationId }) => `infrastructure as code takes every tag of ours off ${allocationId}`,
  }),
  ...aFault('owned-by-another-stack', {
    says: {},
    ...{ cast: theAddress, begin: people.giveToAnotherStack },
    sentence: (_, { allocationId }) => `a second stack takes ${allocationId} for its own`,
  }),
  ...aFault('route-aimed-elsewhere', {
    says: { at: z.enum(['gateway', 'third', 'nothing', 'instance']) },
    begin: people.aimRoute,
    cast: (said, cast) => ({ ...said, ...routeOf(cast), instanceId: cast.active.id }),
    sentence: ({ at }, { routes, active }) =>
      `a person aims ${routes[0]?.destination} in ${routes[0]?.routeTableId} ${at === 'instance' ? `at ${active.id}` : AIMS[at]}`,
  }),
  ...aFault('route-table-deleted', {
    says: {},
    begin: people.deleteRouteTable,
    cast: (said, cast) => ({ ...said, routeTableId: routeOf(cast).routeTableId }),
    sentence: (_, { routes }) => `a person deletes ${routes[0]?.routeTableId}`,
  }),
  ...aFault('alarm-watches-another', {
    says: { instance },
    begin: people.watchAnother,
    cast: (said, { appliance, active }) => ({ ...said, appliance, instanceId: active.id }),
    sentence: (_, { active }) => `a person sets the status-check alarm to ${active.id}`,
  }),
  ...aFault('execution-stopped', {
    says: { machine: z.enum(['failover', 'takeover', 'prepare', 'rotation']) },
    begin: people.stopExecutions,
    sentence: ({ machine }) => `a person stops every execution of the ${machine} machine`,
  }),
};

export const PEOPLE_ENTRIES = [
  once('F21', 'A route was aimed elsewhere by hand', {
    shows: 'its target is a gateway, a third network interface, one that is gone, or a retired instance',
    holds: 'what leads to another owner is not touched (S16), and operators are notified',
    deeds: [
      { fault: { kind: 'route-aimed-elsewhere', at: 'third' } },
      { fault: { kind: 'route-aimed-elsewhere', at: 'nothing' } },
      { fault: { kind: 'route-aimed-elsewhere', at: 'instance' } },
      { foreignRoute: true },
    ],
    scenarios: ['route-at-third-machine', 'route-into-nothing', 'routes-reverted-by-code', 'foreign-route'],
  }),
  once('F22', 'An execution dies between two steps', {
    shows: '`FAILED`, `TIMED_OUT` or `ABORTED`; by the service or by hand',
    holds: 'the sweep, or the next request, finishes what is partially applied',
    deeds: [
      { fault: { kind: 'execution-stopped', machine: 'takeover' } },
      { fault: { kind: 'execution-stopped', machine: 'rotation' } },
      { crash: { machine: 'takeover', state: 'MoveTraffic', when: 'before', as: 'ABORTED' } },
      { crash: { machine: 'rotation', state: 'CreateImage', when: 'before', as: 'FAILED' } },
    ],
    scenarios: [
      ...['crash-between-steps', 'crash-after-steps', 'takeover-stopped-by-hand'],
      ...['rotation-crashes-at-each-step', 'rotation-stopped-by-hand', 'launch-leftover', 'finisher-dies'],
    ],
  }),
  once('F31', 'The alarm watches the old instance', {
    shows: 'its `InstanceId` is not that of the holder; the next failure would go unseen',
    holds: 'the sweep sets it right (S12), and readiness says so',
    deeds: [{ fault: { kind: 'alarm-watches-another', instance: 'active' } }],
    scenarios: ['alarm-watches-the-old-one'],
  }),
  once('F38', 'Tags are stripped from the address', {
    shows: 'our hints are missing',
    holds: 'the executions say the generation; the owner is taken anew, or people are asked',
    deeds: [{ fault: { kind: 'tags-stripped' } }],
    scenarios: ['tags-stripped', 'tags-stripped-then-dead', 'tags-stripped-mid-takeover'],
  }),
  once('F39', 'A second stack has the address', {
    shows: "`failover:owner` is another's",
    holds: 'refused',
    deeds: [{ fault: { kind: 'owned-by-another-stack' } }],
    scenarios: ['second-stack'],
  }),
];
