/** Prefix lists of the account: which of them are there, and how many entries each may have. */
import { DescribeManagedPrefixListsCommand } from '@aws-sdk/client-ec2';
import { RefusedError } from '../domain/errors.ts';
import type { Route } from '../domain/snapshot.ts';
import { destinationFamily } from '../domain/traffic/destination.ts';
import { sending } from './classify-error.ts';
import type { Clients } from './clients.ts';

/** EC2 takes at most so many values of one filter, and answers with a hundred lists at once. */
const ASKED_MAX = 100;

/** A filter, because one id that is not there would make EC2 refuse to say anything of the others. */
export async function readPrefixLists(
  { ec2 }: Pick<Clients, 'ec2'>,
  ids: string[],
): Promise<{ id: string; maxEntries: number | undefined }[]> {
  const pages = Array.from({ length: Math.ceil(ids.length / ASKED_MAX) }, (_, page) =>
    ids.slice(page * ASKED_MAX, (page + 1) * ASKED_MAX),
  );
  const found = await Promise.all(
    pages.map((Values) =>
      sending('reading the prefix lists', () =>
        ec2.send(
          new DescribeManagedPrefixListsCommand({
            Filters: [{ Name: 'prefix-list-id', Values }],
            MaxResults: ASKED_MAX,
          }),
        ),
      ),
    ),
  );
  return found.flatMap(({ PrefixLists = [] }) =>
    PrefixLists.flatMap(({ PrefixListId: id, MaxEntries: maxEntries }) => (id ? [{ id, maxEntries }] : [])),
  );
}

/** EC2 deletes no list to which a route leads, so only those of missing routes may be gone. */
export const listsWanted = (routes: Route[]): string[] => [
  ...new Set(
    routes.flatMap(({ target, destination }) =>
      target.kind === 'absent' && destinationFamily(destination) === 'prefix-list' ? [destination] : [],
    ),
  ),
];

/** @throws RefusedError naming the lists that do not exist: their routes cannot be made. */
export async function refuseMissingLists(clients: Pick<Clients, 'ec2'>, ids: string[]): Promise<void> {
  const found = await readPrefixLists(clients, ids);
  const gone = ids.filter((id) => !found.some((list) => list.id === id));
  if (gone.length > 0)
    throw new RefusedError(
      `routes: there is no prefix list ${gone.join(', ')}; correct it, or remove its routes, and deploy`,
    );
}
