/** EC2's calls of a takeover with `DryRun`: EC2 checks the permission and does nothing. */
import {
  AssociateAddressCommand,
  CreateRouteCommand,
  CreateTagsCommand,
  ModifyNetworkInterfaceAttributeCommand,
  ReplaceRouteCommand,
  RunInstancesCommand,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { messageOf } from '../domain/errors.ts';
import type { DryRunVerdict, LaunchTried } from '../domain/takeover/dry-run.ts';
import { codeOf } from './classify-error.ts';
import type { Clients } from './clients.ts';
import { launchInput } from './launch.ts';
import { destinationParameter } from './route-destination.ts';
import { tagList } from './tags.ts';

export type Tried = { verdict: DryRunVerdict; detail: string };

const DryRun = true;

/** A denial names the role and the resource in full before it says which policy denies. */
const CHARACTERS_MAX = 600;

/** EC2 looks at what is there only after IAM has allowed the call: a route that exists, a stop protection. */
const BEHIND_PERMISSION = ['DryRunOperation', 'RouteAlreadyExists', 'OperationNotPermitted'];

/**
 * EC2 validates a launch before it answers `DryRunOperation` (karpenter PR 7844), so that a dry run finds what would stop a
 * takeover. A template version written seconds ago may not be found yet, and is not among them.
 */
const REFUSES_LAUNCH =
  /\.NotFound$|\.Unavailable$|^InvalidParameter|^Unsupported|^OptInRequired$|^InvalidInstanceType$/;

/** IAM encodes the refused request anew in each answer; what it says in plain words stays the same. */
const withoutEncoded = (quoted: string): string => quoted.replace(/\s*Encoded authorization failure message:.*$/s, '');

/** EC2's definite words are an answer; every other failure says nothing about the permission. */
export async function trying(send: () => Promise<unknown>, refuses?: RegExp): Promise<Tried> {
  try {
    await send();
    return { verdict: 'unknown', detail: 'answered as if it had been carried out' };
  } catch (cause) {
    const code = codeOf(cause);
    if (BEHIND_PERMISSION.includes(code)) return { verdict: 'allowed', detail: '' };
    const quoted = `${code}: ${withoutEncoded(messageOf(cause))}`;
    return { verdict: verdictOf(code, refuses), detail: quoted.slice(0, CHARACTERS_MAX) };
  }
}

function verdictOf(code: string, refuses: RegExp | undefined): DryRunVerdict {
  if (code === 'UnauthorizedOperation') return 'denied';
  return refuses?.test(code) ? 'refused' : 'unknown';
}

type Ec2 = Pick<Clients, 'ec2'>;

export const tryTags = ({ ec2 }: Ec2, resourceId: string, tags: Record<string, string>): Promise<Tried> =>
  trying(() => ec2.send(new CreateTagsCommand({ Resources: [resourceId], Tags: tagList(tags), DryRun })));

export const tryAddress = ({ ec2 }: Ec2, at: { allocationId: string; instanceId: string }): Promise<Tried> =>
  trying(() =>
    ec2.send(
      new AssociateAddressCommand({
        AllocationId: at.allocationId,
        InstanceId: at.instanceId,
        AllowReassociation: true,
        DryRun,
      }),
    ),
  );

export const tryForward = ({ ec2 }: Ec2, NetworkInterfaceId: string): Promise<Tried> =>
  trying(() =>
    ec2.send(
      new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, SourceDestCheck: { Value: false }, DryRun }),
    ),
  );

type RouteTried = { routeTableId: string; destination: string; networkInterfaceId: string };

const routeInput = ({ routeTableId, destination, networkInterfaceId }: RouteTried) => ({
  RouteTableId: routeTableId,
  ...destinationParameter(destination),
  NetworkInterfaceId: networkInterfaceId,
  DryRun,
});

export const tryReplaceRoute = ({ ec2 }: Ec2, route: RouteTried): Promise<Tried> =>
  trying(() => ec2.send(new ReplaceRouteCommand(routeInput(route))));

export const tryCreateRoute = ({ ec2 }: Ec2, route: RouteTried): Promise<Tried> =>
  trying(() => ec2.send(new CreateRouteCommand(routeInput(route))));

export const tryStop = ({ ec2 }: Ec2, instanceId: string): Promise<Tried> =>
  trying(() =>
    ec2.send(new StopInstancesCommand({ InstanceIds: [instanceId], Force: true, SkipOsShutdown: true, DryRun })),
  );

type Launch = LaunchTried & { appliance: string; generation: number; stage: string; askedAt: string; by: string };

/** Word for word what a takeover would send, but for the token: no launch may ever meet one of a dry run. */
export function tryLaunch({ launcher }: Pick<Clients, 'launcher'>, launch: Launch): Promise<Tried> {
  const { appliance, generation, instanceName, launchTemplate, securityGroupIds, tags, stage, askedAt } = launch;
  const { volumeInitialization, by } = launch;
  const blueprint = { launchTemplate, securityGroupIds, tags };
  const plan = { appliance, generation, instanceName, blueprint, volumeInitialization };
  const input = launchInput({ plan, placement: launch, stage, executionStart: `dry run of ${askedAt}`, by });
  return trying(() => launcher.send(new RunInstancesCommand({ ...input, DryRun })), REFUSES_LAUNCH);
}
