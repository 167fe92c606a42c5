/** `remove`: a deployment leaves an account, with what it has made there. Instances, addresses and images stay. */

import { readDeployed } from '../../../shared/aws/read-deployed.ts';
import { RefusedError } from '../../../shared/domain/errors.ts';
import { plusSeconds } from '../../../shared/domain/instants.ts';
import { pause } from '../../../shared/steps/people/pause.ts';
import { ownedBy, type Removal, readRemoval, refuseWhileItRuns } from '../../../shared/steps/people/removal.ts';
import { type Removed, removeMade } from '../../../shared/steps/people/remove-made.ts';
import { indented, plain } from '../../plain.ts';
import { applianceNamed } from '../appliance-named.ts';
import { EXIT } from '../exit-codes.ts';
import type { PersonDeps } from '../open.ts';
import type { Answered, CarryOut, Setting } from '../setting.ts';

const PAUSE_SECONDS = 86_400;

/** Otherwise what a stack has made for an appliance that the file does not name would stay, and nothing would say so. */
async function refuseUnnamed({ clients, configuration, deployment }: PersonDeps): Promise<void> {
  const deployed = await readDeployed(clients, `failover-${deployment.stage}-check-readiness`);
  const named = configuration.appliances.map(({ name }) => name);
  const unnamed = deployed.appliances.map(({ name }) => name).filter((name) => !named.includes(name));
  if (unnamed.length === 0) return;
  throw new RefusedError(
    `${unnamed.join(', ')} is deployed and not in the file; name the file that was deployed with --appliances`,
  );
}

function listed({ appliance, alarms, templateId, groups, tagged, running, stays }: Removal): string[] {
  const goes = [
    ...alarms.map((name) => `alarm ${name}`),
    ...(templateId === undefined ? [] : [`launch template ${templateId}`]),
    ...groups.map(({ id, name }) => `security group ${name} (${id})`),
    ...tagged.map(({ id, tags }) => `${Object.keys(tags).length} tags of ${id}`),
  ];
  return [
    `${appliance}:`,
    ...goes.map((each) => `  goes: ${each}`),
    ...stays.map((each) => `  stays: ${each}`),
    ...running.map((each) => `  stays: ${each}: it runs, and costs until you terminate it`),
    '  stays: its instances, its volumes, its address and its images',
  ].map(indented);
}

async function isConfirmed(yes: boolean, { door, common }: Setting): Promise<boolean> {
  if (yes) return true;
  return (await door.person.ask(`Type the name of the stage to remove it now: `)) === common.stage;
}

/** None begins meanwhile, and what began before the pause is seen. */
async function pauseAll(removals: Removal[], deps: PersonDeps): Promise<void> {
  const until = plusSeconds(deps.clock.now().toISOString(), PAUSE_SECONDS);
  for (const { appliance: name, tagged } of removals) {
    if (tagged.length === 0) continue;
    await pause(
      { appliance: applianceNamed(deps.configuration, name), until, because: 'the deployment is removed' },
      deps,
    );
  }
  await refuseWhileItRuns(deps);
}

const NO_STACK = 'the stack itself is not simulated: its functions and machines stay in the simulated account';

async function removeStack({ deps, door, common }: Setting): Promise<'removed' | 'not simulated' | 'failed'> {
  if (!door.framework) return 'not simulated';
  const code = await door.framework(['remove', '--stage', common.stage, '--region', deps.deployment.region]);
  return code === 0 ? 'removed' : 'failed';
}

export const remove: CarryOut<'remove'> = async ({ yes }, setting) => {
  const { deps, terminal, common } = setting;
  await refuseUnnamed(deps);
  await refuseWhileItRuns(deps);
  const removals = await readRemoval(deps.configuration.appliances, deps);
  const show = common.json ? terminal.complain : terminal.write;
  const stack = `the stack of stage ${common.stage} in ${deps.deployment.region}: functions, machines, schedules, roles, logs and the topic`;
  show(`${[`goes: ${stack}`, ...removals.flatMap(listed)].join('\n')}\n`);
  if (!(await isConfirmed(yes, setting)))
    return notDone('the answer is not the name of the stage; nothing was removed');
  await pauseAll(removals, deps);
  const gone = await removeStack(setting);
  if (gone === 'failed') return failed();
  const current = await Promise.all(
    removals.map(async (removal) => ({
      ...removal,
      ...(await ownedBy(applianceNamed(deps.configuration, removal.appliance), deps)),
    })),
  );
  return answered(await removeMade(current, deps), gone === 'not simulated' ? [NO_STACK] : ['the stack is removed']);
};

const notDone = (said: string): Answered => ({
  answer: { outcome: 'not-confirmed', said },
  lines: [said],
  code: EXIT.refused,
});

const failed = (): Answered => {
  const said =
    'the framework could not remove the stack (see above); takeovers are paused for a day, and nothing else was removed';
  return { answer: { outcome: 'failed', said }, lines: [said], code: EXIT.failed };
};

function answered({ gone, failed: left }: Removed, first: string[]): Answered {
  const lines = [
    ...first,
    ...gone.map((what) => `removed: ${what}`),
    ...left.map((what) => plain(`NOT REMOVED: ${what}`)),
    ...(left.length > 0 ? ['what to do: docs/operate/uninstall.md'] : []),
  ];
  return { answer: { outcome: 'removed', gone, left }, lines, code: left.length > 0 ? EXIT.failed : EXIT.done };
}
