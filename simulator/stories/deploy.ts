/** The account with everything of ours deployed in it: machines, functions, clients, prober, and the watch over all. */

import { referenceHostsOf } from '../../shared/aws/endpoints.ts';
import type { Deployment } from '../../shared/deps.ts';
import type { Configuration } from '../../shared/domain/appliance.ts';
import { partitionOf } from '../../shared/domain/partition.ts';
import { referencesOf } from '../../shared/domain/probing/references.ts';
import { loadMachine, MACHINE_NAMES, type Machine } from '../../shared/machines/load-machine.ts';
import { FUNCTION_TIMEOUT_SECONDS } from '../../shared/machines/time-outs.ts';
import { ownerOf } from '../../shared/steps/world/owner.ts';
import { type AccountOptions, createAccount } from '../account/account.ts';
import { type ByItself, happensByItself } from '../account/events/by-itself.ts';
import { refusalOf } from '../account/faults/calls.ts';
import type { Reference } from '../account/iam/reference.ts';
import { rolesOf } from '../account/iam/roles.ts';
import { furnishInside, insideGroupOf } from '../account/inside.ts';
import { createLambda, type Lambda } from '../account/lambda-runtime.ts';
import { CONCURRENT_EXECUTIONS } from '../account/lambda-service/functions.ts';
import { deployedAs, machineName } from '../account/logical-ids.ts';
import { nameHosts } from '../account/names.ts';
import { serves } from '../account/observe.ts';
import { roleNameOf } from '../account/principal.ts';
import { simulatedProber } from '../account/prober.ts';
import type { StepFunctions } from '../account/sfn/state.ts';
import { tellStatus } from '../account/sfn/status-event.ts';
import { createStepFunctions, machineArn } from '../account/step-functions.ts';
import { clockOf, type VirtualClock } from '../account/time/clock.ts';
import type { World } from '../account/world.ts';
import { watchWorld } from '../checks/watch/watch.ts';
import type { Watch } from '../checks/watch/watched.ts';
import {
  COLD_START_MS,
  CONNECT_MS,
  EXECUTION_READ_LAG_MS,
  IDLE_MS,
  TRANSITION_MS,
  WARM_START_MS,
} from '../durations.ts';
import type { Random } from '../random.ts';
import { clientsFor } from './shared-clients.ts';
import { steps } from './steps.ts';

export type DeployOptions = {
  configuration: Configuration;
  stage?: string | undefined;
  account?: Partial<AccountOptions> | undefined;
  /** Everything runs: schedules, events, and the evaluation of alarms. */
  automatic?: boolean | undefined;
  /** `enforced`: each function may do what its deployed role allows; see `loadReference`. */
  roles?: Reference | undefined;
};

const ACCOUNT_ID = '123456789012';
const REGION = 'ap-northeast-1';

type Place = { region: string; accountId: string; stage: string };

export const regionOf = ({ region }: Configuration): string => region ?? REGION;

/** The ARNs that CloudFormation would put in the place of the logical ids. */
function resolveIn(place: Place) {
  return ({ logicalId }: { logicalId: string }): string => {
    if (logicalId === 'AWS::Partition') return partitionOf(place.region).name;
    const { kind, name } = deployedAs(logicalId, place.stage);
    if (kind === 'machine') return machineArn({ ...place, name });
    return `arn:${partitionOf(place.region).name}:lambda:${place.region}:${place.accountId}:function:failover-${place.stage}-${name}`;
  };
}

const loaded = new Map<string, Record<string, Machine>>();

/** Read once for each place: the interpreter keeps what it has prepared by the identity of the definition. */
function machinesFor(place: Place): Record<string, Machine> {
  const key = JSON.stringify(place);
  const machines =
    loaded.get(key) ??
    Object.fromEntries(
      MACHINE_NAMES.map((name) => [machineName({ ...place, name }), loadMachine(name, resolveIn(place))]),
    );
  loaded.set(key, machines);
  return machines;
}

/** As packaging finds them with the SDK, once for each Region. */
const hostsIn = new Map<string, string[]>();

function regionalHosts({ region }: Place): string[] {
  const hosts = hostsIn.get(region) ?? referenceHostsOf(region);
  hostsIn.set(region, hosts);
  return hosts;
}

function deploymentOf(place: Place, configuration: Configuration): Deployment {
  return {
    stage: place.stage,
    region: place.region,
    takeoverMachineArn: machineArn({ ...place, name: machineName({ ...place, name: 'takeover' }) }),
    sweepRoleName: roleNameOf(place, 'sweep'),
    proveServiceGroupId: insideGroupOf(configuration),
    references: referencesOf({ own: configuration.references, regional: regionalHosts(place), endpointUrl: undefined }),
  };
}

const timeoutSeconds = (functionName: string): number =>
  Object.entries(FUNCTION_TIMEOUT_SECONDS).find(([name]) => name === functionName)?.[1] ?? 30;

export type Deployed = {
  world: World;
  lambda: Lambda;
  stepFunctions: StepFunctions;
  deployment: Deployment;
  watch: Watch;
  byItself: ByItself;
  /** Every function and machine is deployed anew, with the same code; see there what becomes of those before. */
  redeploy(configuration: Configuration): void;
};

export function deploy(options: DeployOptions, { clock, random }: { clock: VirtualClock; random: Random }): Deployed {
  const { configuration, stage = 'dev', automatic = false, roles } = options;
  const concurrentExecutions = options.account?.concurrentExecutions ?? CONCURRENT_EXECUTIONS;
  const place: Place = { region: regionOf(configuration), accountId: ACCOUNT_ID, stage };
  const deployment = deploymentOf(place, configuration);
  const stepFunctions = createStepFunctions({
    ...{ clock, random, ...place, machines: machinesFor(place) },
    ...{ transitionMs: TRANSITION_MS, readLagMs: EXECUTION_READ_LAG_MS },
    invoke: (functionName, payload) => lambda.invoke(functionName, payload),
    refusalOfNested: (input) =>
      refusalOf(world, { service: 'SFN', action: 'StartExecution', caller: 'state-machine', input }),
  });
  const world = createAccount({ ...options.account, configuration, clock, random, stepFunctions, ...place });
  furnishInside(world, configuration);
  const enforce = (of: Configuration): void => {
    if (roles) world.roles = rolesOf(of, { ...place, partition: partitionOf(place.region).name }, roles);
  };
  enforce(configuration);
  nameHosts(
    world,
    deployment.references.map(({ host }) => host),
  );
  const prober = simulatedProber({ world, serves, connectMs: CONNECT_MS });
  const lambda = createLambda({
    concurrentExecutions,
    ...{ world, steps, timeoutSeconds, coldStartMs: COLD_START_MS, warmStartMs: WARM_START_MS, idleMs: IDLE_MS },
    deps: { clients: { ...clientsFor(place.region) }, clock: clockOf(clock), prober, configuration, deployment },
  });
  world.functions = { invoke: lambda.invoke, concurrentExecutions };
  stepFunctions.onStatus((execution) => tellStatus(world, execution));
  const byItself = happensByItself({ world, lambda, stage, automatic });
  const redeploy = (next: Configuration): void => {
    enforce(next);
    lambda.redeploy(next);
    stepFunctions.redeploy(structuredClone(machinesFor(place)));
  };
  return {
    world,
    lambda,
    stepFunctions,
    deployment,
    byItself,
    redeploy,
    watch: watchWorld(world, { configuration, automatic, owner: ownerOf({ deployment }) }),
  };
}
