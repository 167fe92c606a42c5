/** Rows 0 to 4: what is only read. */
import { isIP } from 'node:net';
import { concurrencyForLab } from '../../../shared/aws/lab/account.ts';
import { subscriptionsForLab } from '../../../shared/aws/lab/topics.ts';
import { readAddress } from '../../../shared/aws/read-address.ts';
import { topicArnOf } from '../../../shared/domain/arns.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { ownerOf } from '../../../shared/steps/world/owner.ts';
import type { Resolved } from '../door.ts';
import { CannotObserve, type Lab } from '../lab.ts';
import type { Notes } from '../observation.ts';
import type { Row } from '../row.ts';

const READS = { dollars: 0, changes: 'nothing', by: 'api' } as const;

const lambdaLimit: Row = {
  ...{ ...READS, number: 0, title: 'how many functions of the account may run at once', minutes: 1, for: ['R18'] },
  checks: [
    {
      ...{ name: 'concurrent executions', kind: 'between', min: 50, max: 1_000_000 },
      ...{ facts: 'reality.md R18', file: 'docs/reference/simulator.md, "What is not modelled": functions at once' },
    },
  ],
  async run({ deps, notes }) {
    const limit = await concurrencyForLab(deps.clients);
    if (limit === undefined) throw new CannotObserve('Lambda did not say the limit');
    notes.count('concurrent executions', limit);
  },
};

const TIMES = 5;

/** The Region and its domain are left out: they are the same for every endpoint. */
function noteRecords(notes: Notes, host: string, answers: Resolved[][]): void {
  const [name = host] = host.split('.');
  const records = answers.map((answer) => answer.length);
  const addresses = answers.flatMap((answer) => answer.map(({ address }) => address));
  notes.count(`A records of ${name}, fewest`, Math.min(...records));
  notes.count(`A records of ${name}, most`, Math.max(...records));
  notes.count(`different A records of ${name}`, new Set(addresses).size);
  notes.second(`longest TTL of ${name}`, Math.max(0, ...answers.flat().map(({ ttl }) => ttl)));
}

const dnsAnswers: Row = {
  ...{ ...READS, number: 1, title: 'how DNS answers for the references', minutes: 2, for: ['R17'] },
  notModelled: 'DNS answers there with one record and no TTL',
  checks: [],
  async run({ deps, desk, door, notes }) {
    const hosts = deps.deployment.references.map(({ host }) => host).filter((host) => !isIP(host));
    if (hosts.length === 0) throw new CannotObserve('every reference is an address, and no name');
    const answers = new Map<string, Resolved[][]>(hosts.map((host) => [host, []]));
    for (let time = 0; time < TIMES; time += 1) {
      if (time > 0) await desk.wait(20_000, `row 1, answer ${time + 1} of ${TIMES}`);
      for (const [host, before] of answers) before.push(await door.resolve(host));
    }
    for (const [host, each] of answers) noteRecords(notes, host, each);
  },
};

/** As `npm run package` writes it. */
const TEMPLATE = '.serverless/cloudformation-template-update-stack.json';

const partitionLiterals: Row = {
  ...{ ...READS, number: 2, title: 'literal partitions in the packaged template', minutes: 1, for: ['R11'] },
  notModelled: 'the template is a file, and not part of the simulated account',
  checks: [
    {
      ...{ name: 'arn:aws: in the template', kind: 'between', min: 0, max: 0 },
      ...{ facts: 'aws-facts 3.4, Step Functions trap', file: 'state-machines/failover.asl.yml' },
    },
  ],
  async run({ door, notes }) {
    const template = door.read(TEMPLATE);
    if (template === undefined) throw new CannotObserve(`there is no ${TEMPLATE}: run npm run package first`);
    notes.count('arn:aws: in the template', template.match(/arn:aws:/g)?.length ?? 0);
  },
};

async function countSubscriptions({ deps, notes }: Lab, when: string): Promise<void> {
  const { confirmed, pending } = await subscriptionsForLab(deps.clients, topicArnOf(deps.deployment));
  notes.count(`confirmed, ${when}`, confirmed);
  notes.count(`pending, ${when}`, pending);
}

const subscriptions: Row = {
  ...{ ...READS, number: 3, title: 'subscriptions of the notifications, now and an hour later', minutes: 61 },
  for: ['R13'],
  checks: [
    {
      ...{ name: 'confirmed, now', kind: 'between', min: 1, max: 1_000_000 },
      ...{ facts: 'reality.md R13', file: 'infra/notifications.cjs' },
    },
    {
      ...{ name: 'confirmed, an hour later', kind: 'between', min: 1, max: 1_000_000 },
      ...{ facts: 'reality.md R13', file: 'simulator/account/sns/subscriptions.ts' },
    },
  ],
  run: (lab) => countSubscriptions(lab, 'now'),
  later: { seconds: 3_600, name: 'confirmed, an hour later', run: (lab) => countSubscriptions(lab, 'an hour later') },
};

const adoption: Row = {
  ...{ ...READS, number: 4, title: 'the tags of an adopted address', minutes: 2, for: ['R42'] },
  checks: [
    { name: 'owner', kind: 'code', facts: 'reality.md R42 row 4', file: 'shared/steps/sweep' },
    { name: 'active instance', kind: 'code', facts: 'reality.md R42 row 4', file: 'shared/steps/sweep' },
  ],
  async run({ deps, appliance, desk, notes }) {
    const patience = { seconds: 120, everyMs: 5_000, what: 'row 4, waiting for the adoption' };
    const adopted = await desk.until(patience, async () => {
      const address = await readAddress(deps.clients, appliance.floatingIp);
      return address.tags[TAG.owner] && address.tags[TAG.activeInstance] ? address : undefined;
    });
    if (!adopted) throw new CannotObserve('the address has no tags of an adoption after 120 s: see its notifications');
    const { tags, instanceId } = adopted;
    notes.code('owner', tags[TAG.owner] === ownerOf(deps) ? 'this stage' : 'another stack');
    notes.code('active instance', tags[TAG.activeInstance] === instanceId ? 'the holder' : 'another instance');
  },
};

export const READ_ROWS = [lambdaLimit, dnsAnswers, partitionLiterals, subscriptions, adoption];
