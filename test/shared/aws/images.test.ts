/** CreateImage beside an endpoint that knows less than EC2. */
import { CreateImageCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from '@jest/globals';
import { createImage } from '../../../shared/aws/images.ts';
import { RefusedError } from '../../../shared/domain/errors.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';

const WANTED = {
  ...{ instanceId: 'i-0aaaaaaaaaaaaaaaa', name: 'sophos_20261121_0301', reboot: true },
  ...{ imageTags: { Name: 'sophos' }, ownTags: {}, snapshotTags: { Name: 'sophos' } },
};

const typesIn = ({ input }: { input: unknown }): string[] =>
  (input as { TagSpecifications: { ResourceType: string }[] }).TagSpecifications.map(
    ({ ResourceType }) => ResourceType,
  );

describe('taking an image', () => {
  test('is repeated without tags for snapshots where an endpoint answers with a page instead of an error', async () => {
    const { clients, ec2 } = mockedClients();
    const page = new Error('Expected closing tag.\n  Deserialization error: to see the raw response, inspect it');
    ec2.on(CreateImageCommand).rejectsOnce(page).resolves({ ImageId: 'ami-1' });
    expect(await createImage(clients, WANTED)).toEqual({ imageId: 'ami-1' });
    const sent = sentBy(ec2);
    expect(sent.map(typesIn)).toEqual([['image', 'snapshot'], ['image']]);
    for (const { input } of sent) expect(input).toMatchObject({ Name: WANTED.name, NoReboot: false });
  });

  test('is not repeated when EC2 refuses it', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(CreateImageCommand).rejects(awsError('UnauthorizedOperation', 403));
    await expect(createImage(clients, WANTED)).rejects.toThrow(RefusedError);
    expect(sentBy(ec2).length).toBe(1);
  });
});

describe("the user's own tags", () => {
  const wanted = { ...WANTED, ownTags: { CostCenter: '4711', Name: 'never' } };
  const keysIn = ({ input }: { input: unknown }): string[][] =>
    (input as { TagSpecifications: { Tags: { Key: string }[] }[] }).TagSpecifications.map(({ Tags }) =>
      Tags.map(({ Key }) => Key),
    );

  test('go to the image and its snapshots in the same call, and never in place of ours', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(CreateImageCommand).resolves({ ImageId: 'ami-1' });
    await createImage(clients, wanted);
    const [sent] = sentBy(ec2);
    expect(sent && keysIn(sent)).toEqual([
      ['CostCenter', 'Name'],
      ['CostCenter', 'Name'],
    ]);
    expect(JSON.stringify(sent)).not.toContain('never');
  });

  test('that a policy refuses are left out, so that the night has its image', async () => {
    const { clients, ec2 } = mockedClients();
    ec2.on(CreateImageCommand).rejectsOnce(awsError('UnauthorizedOperation', 403)).resolves({ ImageId: 'ami-1' });
    expect(await createImage(clients, wanted)).toEqual({ imageId: 'ami-1' });
    expect(sentBy(ec2).map(keysIn)[1]).toEqual([['Name'], ['Name']]);
  });
});
