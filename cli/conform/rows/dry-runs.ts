/** Row 10: launches that cannot succeed, as dry runs. EC2 says what it finds before it says DryRunOperation. */
import { imageWithoutEna, subnetElsewhere } from '../../../shared/aws/lab/account.ts';
import { type LabLaunch, tryLaunchForLab } from '../../../shared/aws/lab/instances.ts';
import { type Lab, tagsOfKit } from '../lab.ts';
import type { Check, Row } from '../row.ts';
import { liveInstance } from './common.ts';

const FACTS = 'aws-facts 3.4, dry-run trap';

const codeOf = (name: string, file: string): Check => ({ name, kind: 'code', facts: FACTS, file });

const FITNESS = 'simulator/account/ec2/fitness.ts';
const PARAMETERS = 'simulator/account/ec2/launch-parameters.ts';

/** Of the other architecture, and offered wherever the lab's types are. */
const otherArchitecture = (type: string): string => (/^t4g\./.test(type) ? 't3.nano' : 't4g.nano');

async function tried(lab: Lab): Promise<[string, Partial<LabLaunch> | undefined][]> {
  const { clients } = lab.deps;
  const { raw, blueprint } = await liveInstance(lab);
  const subnetId = await subnetElsewhere(clients, raw.VpcId ?? '');
  const imageId = await imageWithoutEna(clients);
  return [
    ['a fit launch', {}],
    ['a type of another architecture', { type: otherArchitecture(blueprint.type) }],
    ['a type that needs ENA, an image without', imageId ? { imageId, type: 't3.nano' } : undefined],
    ['an absent image', { imageId: 'ami-0123456789abcdef0' }],
    ['an absent security group', { groupIds: ['sg-0123456789abcdef0'] }],
    ['an absent subnet', { subnetId: 'subnet-0123456789abcdef0' }],
    ['a subnet of another VPC', subnetId ? { subnetId } : undefined],
    ['an absent key pair', { keyName: 'failover-conform-absent' }],
    ['an absent instance profile', { profile: 'failover-conform-absent' }],
  ];
}

export const DRY_RUN_ROWS: Row[] = [
  {
    ...{ number: 10, title: 'dry runs of launches that cannot succeed', dollars: 0, minutes: 1, for: ['R14', 'R19'] },
    ...{ by: 'api', changes: 'nothing' },
    checks: [
      codeOf('a fit launch', 'simulator/account/network.ts'),
      codeOf('a type of another architecture', FITNESS),
      codeOf('a type that needs ENA, an image without', FITNESS),
      codeOf('an absent image', PARAMETERS),
      codeOf('an absent security group', PARAMETERS),
      codeOf('an absent subnet', PARAMETERS),
      codeOf('a subnet of another VPC', PARAMETERS),
      codeOf('an absent key pair', FITNESS),
      codeOf('an absent instance profile', FITNESS),
    ],
    async run(lab) {
      const { blueprint } = await liveInstance(lab);
      for (const [name, change] of await tried(lab)) {
        if (!change) lab.desk.say(`  Row 10: not tried, the account has none: ${name}`);
        else {
          const launch = { ...blueprint, ...change, tags: tagsOfKit(lab) };
          await lab.notes.answer(name, () => lab.desk.guard(tryLaunchForLab(lab.deps.clients, launch)));
        }
      }
    },
  },
];
