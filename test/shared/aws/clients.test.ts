/** The SDK clients: patient where a repetition is safe, and not where it would hide a refusal. */
import { expect, test } from '@jest/globals';
import { createClients } from '../../../shared/aws/clients.ts';

const clients = createClients({ region: 'eu-west-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });

test('the SDK never repeats a launch by itself, and repeats everything else', async () => {
  const attempts = ({ config }: { config: { maxAttempts: () => Promise<number> } }) => config.maxAttempts();
  expect(await attempts(clients.launcher)).toBe(1);
  expect(await Promise.all([clients.ec2, clients.sfn, clients.cloudwatch].map(attempts))).toEqual([4, 4, 4]);
});

test('every client works in the Region that it was given', async () => {
  const regions = [clients.ec2, clients.launcher, clients.sfn, clients.cloudwatch].map(({ config }) => config.region());
  expect(await Promise.all(regions)).toEqual(Array(4).fill('eu-west-1'));
});
