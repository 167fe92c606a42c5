/**
 * EC2's reads of a takeover with `DryRun`: a step that may not look cannot change anything either. Each stands alone, so
 * that a function's bundle holds only those that its role allows.
 */
import {
  DescribeAddressesCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeTagsCommand,
} from '@aws-sdk/client-ec2';
import type { Clients } from './clients.ts';
import { type Tried, trying } from './dry-runs.ts';

export type Look = (clients: Pick<Clients, 'ec2'>) => Promise<Tried>;

/** Of few results: EC2 counts calls that name neither filter nor number among the dear ones. */
const asked = { DryRun: true, MaxResults: 5 };

export const lookAtAddresses: Look = ({ ec2 }) =>
  trying(() => ec2.send(new DescribeAddressesCommand({ DryRun: true })));
export const lookAtInstances: Look = ({ ec2 }) => trying(() => ec2.send(new DescribeInstancesCommand(asked)));
export const lookAtStatus: Look = ({ ec2 }) => trying(() => ec2.send(new DescribeInstanceStatusCommand(asked)));
export const lookAtInterfaces: Look = ({ ec2 }) => trying(() => ec2.send(new DescribeNetworkInterfacesCommand(asked)));
export const lookAtRoutes: Look = ({ ec2 }) => trying(() => ec2.send(new DescribeRouteTablesCommand(asked)));
export const lookAtTags: Look = ({ ec2 }) => trying(() => ec2.send(new DescribeTagsCommand(asked)));
export const lookAtTemplates: Look = ({ ec2 }) =>
  trying(() => ec2.send(new DescribeLaunchTemplateVersionsCommand({ ...asked, Versions: ['$Latest'] })));
