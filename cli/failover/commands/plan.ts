/** `plan`: what a takeover would do, asked of the machine that decides it, or from reads of EC2 alone as a shell script. */
import { readSweepRole } from '../../../shared/aws/read-deployed.ts';
import { accountIn } from '../../../shared/domain/arns.ts';
import { plannedChanges } from '../../../shared/domain/traffic/plan.ts';
import { planByReads } from '../../../shared/steps/people/plan-by-reads.ts';
import { applianceNamed } from '../appliance-named.ts';
import { EXIT } from '../exit-codes.ts';
import { NO_ACCOUNT } from '../open.ts';
import { planLines } from '../plan-lines.ts';
import { startAndFollow } from '../run.ts';
import { type CarryOut, requestedBy } from '../setting.ts';
import { scriptOf } from '../shell/script.ts';

const UNPROVEN =
  'Step Functions did not answer. No record was read: which images are good comes from their tags, and whether a takeover runs is unknown.';

export const plan: CarryOut<'plan'> = async ({ appliance: name, mode, shell, output, reason }, setting) => {
  const { deps, door, common } = setting;
  if (!shell && mode === 'failover') {
    const run = `person-${name}-${door.newId()}`;
    const request = {
      name: run,
      appliance: name,
      mode: 'rehearse' as const,
      reason,
      requestedBy: requestedBy(setting),
    };
    return startAndFollow({ ...request, machine: 'failover' }, setting);
  }
  const asked = {
    appliance: applianceNamed(deps.configuration, name),
    mode,
    requestedBy: requestedBy(setting),
    reason,
  };
  // The launch template has what the instance does not say while its zone is lost.
  const sweepRoleName = await readSweepRole(deps.clients, `failover-${common.stage}-check-readiness`);
  const made = await planByReads(asked, { ...deps, deployment: { ...deps.deployment, sweepRoleName } });
  if (!shell) {
    const now = deps.clock.now().toISOString();
    const lines = [...planLines(made.plan, { now, changes: plannedChanges(made.plan) }), 'nothing was changed'];
    return { answer: made.plan, lines, code: EXIT.done };
  }
  const { region } = deps.deployment;
  const without = accountIn(deps.deployment.takeoverMachineArn) === NO_ACCOUNT ? [UNPROVEN] : [];
  const script = scriptOf({ ...made, stage: common.stage, region, without });
  const answer = { plan: made.plan, script };
  if (output !== undefined) {
    door.write(output, script);
    return { answer, lines: [`the script is in ${output}; read it, then run it: sh ${output}`], code: EXIT.done };
  }
  return { answer, lines: [script.trimEnd()], code: EXIT.done };
};
