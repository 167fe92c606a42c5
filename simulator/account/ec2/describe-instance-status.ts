/** DescribeInstanceStatus: what the checks of the last minutes make of an instance. */
import type {
  DescribeInstanceStatusRequest,
  DescribeInstanceStatusResult,
  InstanceStatus,
  InstanceStatusSummary,
} from '@aws-sdk/client-ec2';
import { onlyKnows } from '../aws-error.ts';
import { applyFilters, type Filterable } from '../filters.ts';
import type { World } from '../world.ts';
import { refuseUnreadable } from './describe-instances.ts';
import { select } from './lookup.ts';
import { type CheckedPart, checkVerdict, machineOf } from './machines.ts';
import { paginate } from './paging.ts';
import { stateOf } from './present-instance.ts';
import { presentEvents } from './scheduled-events.ts';
import type { InstanceRecord } from './state.ts';

const DETAIL = { ok: 'passed', impaired: 'failed', initializing: 'initializing' } as const;

function summary(world: World, { id, state }: InstanceRecord, part: CheckedPart): InstanceStatusSummary {
  if (state !== 'running') return { Status: 'not-applicable', Details: [] };
  const machine = machineOf(world, id);
  const verdict = checkVerdict(world, { machine, part });
  const ImpairedSince = verdict === 'impaired' ? new Date(machine.impairedFromMs) : undefined;
  return { Status: verdict, Details: [{ Name: 'reachability', Status: DETAIL[verdict], ImpairedSince }] };
}

function present(world: World, instance: InstanceRecord): InstanceStatus {
  return {
    InstanceId: instance.id,
    AvailabilityZone: instance.zone,
    InstanceState: stateOf(instance.state),
    SystemStatus: summary(world, instance, 'system'),
    InstanceStatus: summary(world, instance, 'instance'),
    AttachedEbsStatus: summary(world, instance, 'volumes'),
    Events: presentEvents(world, instance.id),
  };
}

const filtersIn = (world: World): Filterable<InstanceRecord> => ({
  'availability-zone': ({ zone }) => zone,
  'instance-state-name': ({ state }) => state,
  'instance-status.status': (instance) => summary(world, instance, 'instance').Status,
  'system-status.status': (instance) => summary(world, instance, 'system').Status,
});

const KNOWN = ['InstanceIds', 'Filters', 'IncludeAllInstances', 'MaxResults', 'NextToken', 'DryRun'];

/** Only running instances, unless all are asked for. */
export function describeInstanceStatus(
  world: World,
  input: DescribeInstanceStatusRequest,
): DescribeInstanceStatusResult {
  onlyKnows(input, { what: 'DescribeInstanceStatus parameter', known: KNOWN });
  refuseUnreadable(world, input.InstanceIds);
  const seen = select(world, world.ec2.instances, { ids: input.InstanceIds, prefix: 'i-' });
  const shown = seen.filter(({ state }) => input.IncludeAllInstances || state === 'running');
  const found = applyFilters(shown, { filters: input.Filters, known: filtersIn(world) });
  const excludedBy = input.InstanceIds?.length ? 'instancesSet' : undefined;
  const { items, NextToken } = paginate(world, found, { request: input, rules: { excludedBy } });
  return { InstanceStatuses: items.map((instance) => present(world, instance)), NextToken };
}
