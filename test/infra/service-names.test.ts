/** The names under which IAM knows a service in the partition of the Region, in each statement that names a service. */
import { describe, expect, test } from '@jest/globals';
import { statementsFor } from '../../infra/permissions.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../../shared/machines/time-outs.ts';
import { ACCOUNT } from '../support/account.ts';
import { aConfiguration, anAppliance } from '../support/appliances.ts';

const NAMES = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];

const KEY = '0a1b2c3d-0000-1111-2222-333344445555';

/** Each list of service names that stands in a condition of a role, once. */
function namedIn(region: string, partition: string, key: string): string[] {
  const appliances = [anAppliance({ instanceRole: 'utm', kmsKeys: [KEY] })];
  const configuration = aConfiguration({ region, appliances, notificationsKey: KEY });
  const conditions = NAMES.flatMap((name) => statementsFor(name, configuration, { ...ACCOUNT, region, partition }));
  const lists = conditions.flatMap(({ Condition }) => Condition?.StringEquals?.[key] ?? []);
  return [...new Set(lists)].toSorted();
}

describe.each([
  { region: 'ap-northeast-1', partition: 'aws', suffixes: ['amazonaws.com'] },
  { region: 'us-gov-west-1', partition: 'aws-us-gov', suffixes: ['amazonaws.com'] },
  { region: 'cn-north-1', partition: 'aws-cn', suffixes: ['amazonaws.com', 'amazonaws.com.cn'] },
  { region: 'eusc-de-east-1', partition: 'aws-eusc', suffixes: ['amazonaws.com', 'amazonaws.eu'] },
])('in $region', ({ region, partition, suffixes }) => {
  test('the instance role is passed to EC2 under each of its names', () =>
    expect(namedIn(region, partition, 'iam:PassedToService')).toEqual(suffixes.map((suffix) => `ec2.${suffix}`)));

  test('the keys are used through EC2 and SNS under each of their names', () => {
    const names = ['ec2', 'sns'].flatMap((service) => suffixes.map((suffix) => `${service}.${region}.${suffix}`));
    expect(namedIn(region, partition, 'kms:ViaService')).toEqual(names.toSorted());
  });
});
