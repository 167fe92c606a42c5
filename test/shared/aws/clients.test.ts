/** The SDK clients: patient where a repetition is safe, and not where it would hide a refusal. */

import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from '@jest/globals';
import { createClients } from '../../../shared/aws/clients.ts';

const clients = createClients({ region: 'eu-west-1', credentials: { accessKeyId: 'none', secretAccessKey: 'none' } });

test('the SDK never repeats a launch', async () => {
  const attempts = ({ config }: { config: { maxAttempts: () => Promise<number> } }) => config.maxAttempts();
  expect(await attempts(clients.launcher)).toBe(1);
});

test('every client works in the Region that it was given', async () => {
  const regions = [clients.ec2, clients.launcher, clients.sfn, clients.cloudwatch].map(({ config }) => config.region());
  expect(await Promise.all(regions)).toEqual(Array(4).fill('eu-west-1'));
});

test('a server that takes the request and never answers costs a time-out, and not the whole Lambda', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const { port } = silent.address() as AddressInfo;
  const { ec2 } = createClients({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    endpoint: `http://127.0.0.1:${port}`,
    requestTimeoutMs: 100,
  });
  await expect(ec2.send(new DescribeAddressesCommand({}))).rejects.toMatchObject({ name: 'TimeoutError' });
  ec2.destroy();
  silent.close();
});
