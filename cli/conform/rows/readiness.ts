/** Rows 5 to 7: the end of a pause, readiness, and readiness without the key pair. */
import { invokeForLab } from '../../../shared/aws/lab/account.ts';
import { deleteKeyPairForLab, importKeyPairForLab, keyPairForLab } from '../../../shared/aws/lab/key-pairs.ts';
import { readAddress } from '../../../shared/aws/read-address.ts';
import { plusSeconds } from '../../../shared/domain/instants.ts';
import type { ApplianceReadiness } from '../../../shared/domain/readiness/verdict.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { pause, resume } from '../../../shared/steps/people/pause.ts';
import { CannotObserve, type Lab } from '../lab.ts';
import type { Row } from '../row.ts';
import { liveInstance } from './common.ts';

const PAUSE_SECONDS = 60;
const SWEPT_SECONDS = 180;

/** Undone when the row ends, in every case. */
export async function pauseFor(lab: Lab, seconds: number, because: string): Promise<void> {
  const { deps, appliance, kept } = lab;
  // A pause that a person has set would be lost with that of the kit.
  const { tags } = await readAddress(deps.clients, appliance.floatingIp);
  if (TAG.pausedUntil in tags) throw new CannotObserve(`${appliance.name} is paused already: resume it first`);
  const until = plusSeconds(deps.clock.now().toISOString(), seconds);
  kept.add({
    what: `the pause of ${appliance.name}`,
    undo: () => resume(appliance, deps),
    undone: async () => !(TAG.pausedUntil in (await readAddress(deps.clients, appliance.floatingIp)).tags),
    command: `npm run failover -- resume ${appliance.name} --stage ${deps.deployment.stage}`,
  });
  await pause({ appliance, until, because }, deps);
}

const hits = (answer: string): number | undefined => (/^\d{1,6}$/.test(answer) ? Number(answer) : undefined);

const spentPause: Row = {
  ...{ number: 5, title: 'the sweep removes the tag of a pause that is over', dollars: 0, minutes: 5, for: ['R10'] },
  ...{ by: 'api', changes: 'two tags on the address for a minute: no automatic takeover begins meanwhile' },
  checks: [
    { name: 'tag of the pause', kind: 'code', facts: 'reality.md R10', file: 'infra/grants/changes.ts' },
    {
      ...{ name: 'UnauthorizedOperation in the log of the sweep', kind: 'between', min: 0, max: 0 },
      ...{ facts: 'reality.md R10', file: 'infra/grants/changes.ts' },
    },
  ],
  async run(lab) {
    const { deps, appliance, desk, notes } = lab;
    const fromMs = deps.clock.now().getTime();
    await pauseFor(lab, PAUSE_SECONDS, 'conformance kit, row 5');
    await desk.wait((PAUSE_SECONDS + SWEPT_SECONDS) * 1000, 'row 5, waiting for the end of the pause and three sweeps');
    const { tags } = await readAddress(deps.clients, appliance.floatingIp);
    notes.code('tag of the pause', TAG.pausedUntil in tags ? 'still there' : 'removed');
    desk.say('  Count the denials of the sweep in a second terminal:');
    desk.say(
      `  aws logs filter-log-events --log-group-name /aws/lambda/failover-${deps.deployment.stage}-sweep ` +
        `--start-time ${fromMs} --filter-pattern UnauthorizedOperation --query 'length(events)' ` +
        `--region ${deps.deployment.region}`,
    );
    const count = hits(await desk.ask('Row 5: type the number that it prints, or press Enter to skip: '));
    if (count !== undefined) notes.count('UnauthorizedOperation in the log of the sweep', count);
  },
};

async function askReadiness({ deps, appliance, desk }: Lab): Promise<ApplianceReadiness> {
  const functionName = `failover-${deps.deployment.stage}-check-readiness`;
  const asked = invokeForLab(deps.clients, { functionName, payload: { appliance: appliance.name } });
  const { answer, failed } = await desk.guard(asked);
  const [readiness] = (Object(answer) as { appliances?: ApplianceReadiness[] }).appliances ?? [];
  if (failed || !readiness) throw new CannotObserve(`${functionName} failed: ${JSON.stringify(answer)}`);
  return readiness;
}

const FACTS = { facts: 'reality.md R19, R41', file: 'shared/steps/readiness/try-calls.ts' } as const;

const readinessRow: Row = {
  ...{ number: 6, title: 'readiness of the appliance', dollars: 0, minutes: 1, for: ['R19', 'R41'], by: 'api' },
  changes: 'nothing',
  checks: [
    { name: 'vcpu-quota', kind: 'code', facts: 'reality.md R41', file: 'shared/aws/vcpu-quota.ts' },
    { name: 'permissions', kind: 'code', ...FACTS },
    { name: 'dry runs denied', kind: 'between', min: 0, max: 0, ...FACTS },
  ],
  async run(lab) {
    const { notes } = lab;
    const { answer, checks, dryRuns } = await askReadiness(lab);
    notes.code('answer', answer);
    for (const { check, verdict } of checks) notes.code(check, verdict);
    notes.steps(
      'unknown checks',
      checks.flatMap(({ check, verdict }) => (verdict === 'unknown' ? [check] : [])),
    );
    const tried = dryRuns.flatMap(({ check }) => check);
    for (const wanted of ['allowed', 'denied', 'unknown'] as const) {
      notes.count(`dry runs ${wanted}`, tried.filter(({ verdict }) => verdict === wanted).length);
    }
  },
};

const keyPair: Row = {
  ...{ number: 7, title: 'readiness while the key pair of the launch template is gone', dollars: 0, minutes: 3 },
  ...{ for: ['R19'], by: 'api' },
  changes: 'the key pair of the instance is deleted and imported again; a running instance keeps its key',
  checks: [
    { name: 'answer without the key pair', kind: 'code', ...FACTS },
    { name: 'answer with it again', kind: 'code', ...FACTS },
  ],
  async run(lab) {
    const { deps, desk, kept, notes } = lab;
    const { clients } = deps;
    const { keyName } = (await liveInstance(lab)).blueprint;
    const pair = keyName === undefined ? undefined : await keyPairForLab(clients, keyName);
    if (!pair?.publicKey) throw new CannotObserve('the instance has no key pair whose public half EC2 shows');
    desk.say(`  The public half of "${pair.name}", in case that this run ends too early: ${pair.publicKey}`);
    const what = `the deleted key pair ${pair.name}`;
    kept.add({
      what,
      undo: () => importKeyPairForLab(clients, pair),
      undone: async () => (await keyPairForLab(clients, pair.name)) !== undefined,
      command: `aws ec2 import-key-pair --key-name ${pair.name} --public-key-material fileb://FILE-WITH-THE-PUBLIC-KEY`,
    });
    await notes.answer('deletion', () => deleteKeyPairForLab(clients, pair.name));
    await desk.wait(10_000, 'row 7, waiting until reads show it');
    notes.code('answer without the key pair', (await askReadiness(lab)).answer);
    await importKeyPairForLab(clients, pair);
    if (await keyPairForLab(clients, pair.name)) kept.drop(what);
    await desk.wait(10_000, 'row 7, waiting until reads show it');
    notes.code('answer with it again', (await askReadiness(lab)).answer);
  },
};

export const READINESS_ROWS = [spentPause, readinessRow, keyPair];
