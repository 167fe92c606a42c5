/** How images are asked for. */
import { DescribeImagesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from '@jest/globals';
import { readFamily, readTagged } from '../../../shared/aws/read-images.ts';
import { mockedClients, sentBy } from '../../support/mocked-clients.ts';

const WHOSE = { appliance: 'sophos', owner: 'failover-dev' };

test('images are read of this account alone, the disabled ones among them', async () => {
  const { clients, ec2 } = mockedClients();
  ec2.on(DescribeImagesCommand).resolves({ Images: [{ ImageId: 'ami-1', State: 'disabled' }] });
  const images = await readTagged(clients, WHOSE);
  expect(images).toMatchObject([{ id: 'ami-1', state: 'disabled' }]);
  expect(sentBy(ec2)[0]?.input).toMatchObject({ Owners: ['self'], IncludeDisabled: true });
});

test('the images of a Name are read without those of another stack', async () => {
  const { clients, ec2 } = mockedClients();
  const theirs = [{ Key: 'failover:owner', Value: 'failover-prod' }];
  ec2.on(DescribeImagesCommand).resolves({ Images: [{ ImageId: 'ami-1' }, { ImageId: 'ami-2', Tags: theirs }] });
  expect((await readFamily(clients, WHOSE, 'sophos')).map(({ id, standing }) => [id, standing])).toEqual([
    ['ami-1', 'unmarked'],
  ]);
});
