/**
 * The calls that the functions of a takeover try, besides those of the traffic (`steps/traffic`). Where it is possible the values are those that stand there already:
 * an endpoint that took a dry run for the deed would change nothing.
 */
import {
  lookAtInstances,
  lookAtInterfaces,
  lookAtRoutes,
  lookAtStatus,
  lookAtTags,
  lookAtTemplates,
} from '../../aws/dry-run-looks.ts';
import { tryLaunch, tryStop, tryTags } from '../../aws/dry-runs.ts';
import { executionArnOf } from '../../domain/arns.ts';
import { hintedGeneration } from '../../domain/decision/generation.ts';
import { TAG } from '../../domain/snapshot.ts';
import type { CheckQuestion, LaunchTried } from '../../domain/takeover/dry-run.ts';
import { ownerOf } from '../world/owner.ts';
import type { Attempt } from './dry-runs.ts';

/** What a step reads before it changes anything, besides the address, which every one of them reads. */
export const INSTANCES: Attempt = { call: 'ec2:DescribeInstances', look: lookAtInstances };
export const STATUS: Attempt = { call: 'ec2:DescribeInstanceStatus', look: lookAtStatus };
export const INTERFACES: Attempt = { call: 'ec2:DescribeNetworkInterfaces', look: lookAtInterfaces };
export const ROUTES: Attempt = { call: 'ec2:DescribeRouteTables', look: lookAtRoutes };
export const TAGS: Attempt = { call: 'ec2:DescribeTags', look: lookAtTags };
export const TEMPLATES: Attempt = { call: 'ec2:DescribeLaunchTemplateVersions', look: lookAtTemplates };

export const UNATTACHED = 'the address is attached to no instance';

const TAGS_OF_ADDRESS = 'ec2:CreateTags on the address';

export const ownerOfAddress: Attempt = {
  call: TAGS_OF_ADDRESS,
  try: ({ address: { allocationId, tags } }, deps) =>
    tryTags(deps.clients, allocationId, { [TAG.owner]: tags[TAG.owner] ?? ownerOf(deps) }),
};

/** Each function may write its own tags of the address only. */
export const activeOfAddress: Attempt = {
  call: TAGS_OF_ADDRESS,
  try: ({ address: { allocationId, instanceId, tags } }, { clients }) => {
    const active = tags[TAG.activeInstance] ?? instanceId;
    return active ? tryTags(clients, allocationId, { [TAG.activeInstance]: active }) : UNATTACHED;
  },
};

export const tagsOfInstance: Attempt = {
  call: 'ec2:CreateTags on the instance',
  try: ({ address: { instanceId } }, { clients }) =>
    instanceId ? tryTags(clients, instanceId, { [TAG.role]: 'active' }) : UNATTACHED,
};

/** With the tags that are given at launch, which EC2 authorizes as CreateTags. */
const launchingIn = (call: string, other: Partial<LaunchTried>): Attempt => ({
  call,
  try: ({ question: { launch, appliance }, address }, { clients, clock, deployment }) => {
    if (!launch) return 'no image and no place were given';
    const generation = (hintedGeneration(address.tags[TAG.generation]) ?? 0) + 1;
    const askedAt = clock.now().toISOString();
    // A role of many appliances allows only launches that say which execution of ours they belong to.
    const by = executionArnOf({ machineArn: deployment.takeoverMachineArn, name: 'dry-run' });
    return tryLaunch(clients, { ...launch, ...other, appliance, generation, stage: deployment.stage, askedAt, by });
  },
});

/** Every configured type: one that does not fit the image is found here, and not in the outage. */
export const launches = ({ otherTypes = [] }: CheckQuestion): Attempt[] => [
  launchingIn('ec2:RunInstances', {}),
  ...otherTypes.map((other) => launchingIn(`ec2:RunInstances of ${other.instanceType}`, other)),
];

const NOTHING_LAUNCHED = 'allowed only on what a takeover has launched, and nothing of the kind is there';

export const FORWARD_YOUNG: Attempt = {
  call: 'ec2:ModifyNetworkInterfaceAttribute',
  untestable: `${NOTHING_LAUNCHED}; move-traffic does the same again`,
};
export const USER_DATA: Attempt = { call: 'ec2:DescribeInstanceAttribute', untestable: NOTHING_LAUNCHED };
export const TERMINATE: Attempt = { call: 'ec2:TerminateInstances', untestable: NOTHING_LAUNCHED };

export const stopping: Attempt = {
  call: 'ec2:StopInstances',
  try: ({ address: { instanceId } }, { clients }) => (instanceId ? tryStop(clients, instanceId) : UNATTACHED),
};

const NO_DRY_RUN = 'CloudWatch knows no dry run; the check of the alarms shows what the sweep can do';

export const ALARMS: Attempt[] = [
  { call: 'cloudwatch:PutMetricAlarm', untestable: NO_DRY_RUN },
  { call: 'cloudwatch:SetAlarmState', untestable: NO_DRY_RUN },
];
