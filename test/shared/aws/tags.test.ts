/** Tags as EC2 lists them. */
import { expect, test } from '@jest/globals';
import { removeTags, tagList, tagsOf, writeTags } from '../../../shared/aws/tags.ts';
import { mockedClients, sentBy } from '../../support/mocked-clients.ts';

test('tags become a record and a list again', () => {
  const tags = { Name: 'sophos', 'failover:role': 'active' };
  expect(tagsOf(tagList(tags))).toEqual(tags);
  expect(tagsOf([{ Key: 'empty' }])).toEqual({ empty: '' });
  expect(tagsOf(undefined)).toEqual({});
});

test('tags are written in one call', async () => {
  const { clients, ec2 } = mockedClients();
  await writeTags(clients, 'eipalloc-1', { a: '1', b: '2' });
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ];
  expect(sentBy(ec2)).toEqual([{ command: 'CreateTags', input: { Resources: ['eipalloc-1'], Tags } }]);
});

test('tags are removed only while they say what was read', async () => {
  const { clients, ec2 } = mockedClients();
  await removeTags(clients, 'eipalloc-1', { a: '1' });
  const Tags = [{ Key: 'a', Value: '1' }];
  expect(sentBy(ec2)).toEqual([{ command: 'DeleteTags', input: { Resources: ['eipalloc-1'], Tags } }]);
});
