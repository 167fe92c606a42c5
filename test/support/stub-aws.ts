/** An `aws` for a script: it keeps a small account in a file, writes down each call, and answers as aws-cli does with --output text. */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

type State = {
  holder: string;
  tags: Record<string, string>;
  routes: Record<string, string>;
  check: string;
  /** By client token. */
  launched: Record<string, string>;
  stopped: string[];
  /** Errors of the next launches. */
  refuses: string[];
  /** A change that EC2 accepts and does not make. */
  ignores: string[];
};

const folder = process.env.STUB_AWS ?? '';
const file = `${folder}/state.json`;
const args = process.argv.slice(2);
const [, action = ''] = args;
const state: State = JSON.parse(readFileSync(file, 'utf8'));
appendFileSync(`${folder}/calls.jsonl`, `${JSON.stringify(args)}\n`);

const of = (flag: string): string => args[args.indexOf(`--${flag}`) + 1] ?? '';
const value = (text: string, name: string): string => new RegExp(`${name}=([^,]*)`).exec(text)?.[1] ?? '';
const valued = (name: string): string => args.find((arg) => arg.startsWith(`Name=${name},`))?.split('Values=')[1] ?? '';

function launch(): string {
  const { ClientToken } = JSON.parse(of('cli-input-json')) as { ClientToken: string };
  const [refusal, ...rest] = state.refuses;
  if (refusal !== undefined && !state.launched[ClientToken]) {
    state.refuses = rest;
    writeFileSync(file, JSON.stringify(state));
    process.stderr.write(`An error occurred (${refusal}) when calling the RunInstances operation: no\n`);
    process.exit(254);
  }
  state.launched[ClientToken] ??= 'i-0feedfeedfeedfeed';
  return state.launched[ClientToken];
}

function instance(): string {
  if (of('query').includes('NetworkInterfaceId')) return 'eni-0feedfeedfeedfeed';
  return state.stopped.includes(of('instance-ids')) ? 'stopped' : 'running';
}

const ACTIONS: Record<string, () => string> = {
  'describe-addresses': () => state.holder,
  'describe-tags': () => state.tags[`${valued('resource-id')} ${valued('key')}`] ?? 'None',
  'describe-instances': instance,
  'describe-network-interfaces': () => state.check,
  'describe-route-tables': () =>
    state.routes[`${of('route-table-ids')} ${/DestinationCidrBlock=='([^']*)'/.exec(of('query'))?.[1]}`] ?? 'None',
  'run-instances': launch,
  wait: () => '',
  'create-tags': () => {
    state.tags[`${of('resources')} ${value(of('tags'), 'Key')}`] = value(of('tags'), 'Value');
    return '';
  },
  'delete-tags': () => {
    delete state.tags[`${of('resources')} ${value(of('tags'), 'Key')}`];
    return '';
  },
  'modify-network-interface-attribute': () => {
    state.check = 'False';
    return '';
  },
  'associate-address': () => {
    state.holder = of('instance-id');
    return '';
  },
  'replace-route': () => {
    state.routes[`${of('route-table-id')} ${of('destination-cidr-block')}`] = of('network-interface-id');
    return '';
  },
  'stop-instances': () => {
    state.stopped.push(of('instance-ids'));
    return '';
  },
};

const act = ACTIONS[action];
if (!act) {
  process.stderr.write(`unknown: ${args.join(' ')}\n`);
  process.exit(252);
}
const answer = state.ignores.includes(action) ? '' : act();
writeFileSync(file, JSON.stringify(state));
process.stdout.write(`${answer}\n`);
