/** A duty of the sweep on its own: AWS answers what the test says, and every write is remembered. */
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { DescribeExecutionCommand, GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { tagList } from '../../shared/aws/tags.ts';
import type { Clock } from '../../shared/clock.ts';
import { plusSeconds } from '../../shared/domain/instants.ts';
import { probeFingerprint, writeProbation } from '../../shared/domain/probing/probation.ts';
import { type Address, TAG } from '../../shared/domain/snapshot.ts';
import { anAppliance } from './appliances.ts';
import { awsError, sentBy } from './mocked-clients.ts';
import { mockedDeps } from './mocked-deps.ts';
import { anAddress } from './snapshots.ts';
import { aClock } from './virtual-clock.ts';

export const NOW = '2026-11-21T03:00:00.000Z';

/** An instant so many seconds before the test's. */
export const ago = (seconds: number): string => plusSeconds(NOW, -seconds);

export const TAKEOVER_MACHINE = 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-takeover';

const reference = { host: 'ec2.ap-northeast-1.amazonaws.com', port: 443 };

/** The tag of a probe that has stood so since the given instant, as the recipe's appliance asks it. */
export const probation = (stands: 'since' | 'proven', since: string): Record<string, string> => ({
  [TAG.probe]: writeProbation(probeFingerprint(anAppliance()), { stands, since }),
});

/** The recipe's address, with these tags besides its own. */
export const tagged = (tags: Record<string, string>, overrides: Partial<Address> = {}): Address => {
  const address = anAddress(overrides);
  return { ...address, tags: { ...address.tags, ...tags } };
};

/** As EC2 answers DescribeAddresses. */
export const listed = ({ allocationId, publicIp, instanceId, networkInterfaceId, tags }: Address) => ({
  Addresses: [
    {
      AllocationId: allocationId,
      PublicIp: publicIp,
      Tags: tagList(tags),
      ...(instanceId && { InstanceId: instanceId }),
      ...(networkInterfaceId && { NetworkInterfaceId: networkInterfaceId }),
    },
  ],
});

type Around = { address?: Address; serves?: boolean; cutOff?: boolean; clock?: Clock };

/** No takeover is at work and the appliance does not answer, unless the test says otherwise. */
export function onDuty({ address = anAddress(), serves = false, cutOff = false, clock = aClock(NOW) }: Around = {}) {
  const probedAt: string[] = [];
  const { deps, ...mocked } = mockedDeps({
    ...{ clock, configuration: { appliances: [anAppliance()] } },
    deployment: {
      stage: 'dev',
      region: 'ap-northeast-1',
      takeoverMachineArn: TAKEOVER_MACHINE,
      sweepRoleName: 'r',
      references: [reference],
    },
    prober: {
      probe: async ({ host }) => {
        if (host !== reference.host) probedAt.push(clock.now().toISOString());
        return { answered: host === reference.host ? !cutOff : serves, detail: '' };
      },
    },
  });
  mocked.ec2.onAnyCommand().resolves({});
  mocked.cloudwatch.onAnyCommand().resolves({});
  mocked.sfn.onAnyCommand().resolves({});
  mocked.ec2.on(DescribeAddressesCommand).resolves(listed(address));
  mocked.sfn.on(DescribeExecutionCommand).rejects(awsError('ExecutionDoesNotExist'));
  mocked.sfn.on(GetExecutionHistoryCommand).rejects(awsError('ExecutionDoesNotExist'));
  const sent = () => [mocked.ec2, mocked.sfn, mocked.cloudwatch].flatMap(sentBy);
  const wrote = () => sent().filter(({ command }) => !/^(Describe|List|Get)/.test(command));
  return { ...mocked, deps, probedAt, sent, wrote };
}
