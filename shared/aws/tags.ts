/** Tags as EC2 lists them and as we read them. */
import { CreateTagsCommand, DeleteTagsCommand, type Tag } from '@aws-sdk/client-ec2';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

export const tagsOf = (tags: Tag[] | undefined): Record<string, string> =>
  Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']));

export const tagList = (tags: Record<string, string>): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export const writeTags = ({ ec2 }: Clients, resourceId: string, tags: Record<string, string>): Promise<unknown> =>
  sending(`tagging ${resourceId}`, () =>
    ec2.send(new CreateTagsCommand({ Resources: [resourceId], Tags: tagList(tags) })),
  );

/** The same tags for several resources, in one request. */
export const writeTagsOf = ({ ec2 }: Clients, resourceIds: string[], tags: Record<string, string>): Promise<unknown> =>
  sending(`tagging ${resourceIds.join(', ')}`, () =>
    ec2.send(new CreateTagsCommand({ Resources: resourceIds, Tags: tagList(tags) })),
  );

/** Each is removed only while it has the value that was read: a newer value was written on purpose. */
export const removeTags = (
  { ec2 }: Pick<Clients, 'ec2'>,
  resourceId: string,
  tags: Record<string, string>,
): Promise<unknown> =>
  sending(`removing tags of ${resourceId}`, () =>
    ec2.send(new DeleteTagsCommand({ Resources: [resourceId], Tags: tagList(tags) })),
  );
