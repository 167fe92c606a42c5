/** Pages of a long answer. A token is opaque to the caller and good for the same request. */
import { refusal } from '../aws-error.ts';
import type { World } from '../world.ts';

type PageRequest = { MaxResults?: number | undefined; NextToken?: string | undefined };
type Rules = {
  /** Name of the parameter with which MaxResults cannot be combined, when the request uses it. */
  excludedBy?: string | undefined;
  min?: number | undefined;
};
type Page<Item> = { items: Item[]; NextToken?: string | undefined };

const invalid = (name: string, value: unknown): Error =>
  refusal('InvalidParameterValue', { message: `Value ( ${value} ) for parameter ${name} is invalid.` });

function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0;
  const match = /^page-(\d+)$/.exec(Buffer.from(token, 'base64').toString());
  if (!match) throw invalid('NextToken', token);
  return Number(match[1]);
}

/** AWS may cut an answer even when the caller asked for no pages, so the world's page size holds for every request. */
export function paginate<Item>(
  world: World,
  all: Item[],
  { request, rules }: { request: PageRequest; rules: Rules },
): Page<Item> {
  const { MaxResults, NextToken } = request;
  if (MaxResults !== undefined && rules.excludedBy) {
    const message = `The parameter ${rules.excludedBy} cannot be used with the parameter maxResults`;
    throw refusal('InvalidParameterCombination', { message });
  }
  if (MaxResults !== undefined && (MaxResults < (rules.min ?? 5) || MaxResults > 1000))
    throw invalid('maxResults', MaxResults);
  if (rules.excludedBy) return { items: all };
  const offset = offsetOf(NextToken);
  const end = offset + Math.min(MaxResults ?? world.ec2.settings.pageSize, 1000);
  const token = Buffer.from(`page-${end}`).toString('base64');
  return { items: all.slice(offset, end), ...(end < all.length && { NextToken: token }) };
}
