/** `status`: the state of one appliance, or of all. */
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { accountIn } from '../../../shared/domain/arns.ts';
import { commandFor } from '../../../shared/domain/messages/command-line.ts';
import { readStatus, type Status } from '../../../shared/steps/people/status.ts';
import { monthOfEach } from '../../cost/month-of-each.ts';
import { applianceNamed } from '../appliance-named.ts';
import { EXIT } from '../exit-codes.ts';
import { NO_ACCOUNT } from '../open.ts';
import type { CarryOut } from '../setting.ts';
import { statusLines } from '../status-lines.ts';

const BY_HAND = 'docs/operate/by-hand.md';

/** What a person can do in the meantime, with calls of EC2 alone. */
const downLines = (asked: Appliance[], stage: string): string[] => [
  '',
  `Step Functions did not answer: no takeover begins. The same takeover as a script, and how to do it by hand (${BY_HAND}):`,
  ...asked.map(({ name }) => commandFor({ verb: 'plan', appliance: name, stage, flags: { shell: true } })),
];

/** Of everything that is shown. */
const isKnown = (status: Status): boolean => {
  const { configuration, address, alarms, instances, takeover, outages, reach } = status;
  return [configuration, address, alarms, instances, takeover, outages, reach].every((each) => 'read' in each);
};

export const status: CarryOut<'status'> = async ({ appliance }, { deps, terminal, common }) => {
  const { configuration } = deps;
  const asked = appliance === undefined ? configuration.appliances : [applianceNamed(configuration, appliance)];
  const answer = await readStatus(asked, deps);
  const rows = statusLines(answer, { paint: terminal.paint, usdAMonth: monthOfEach(configuration) });
  const isDown = accountIn(deps.deployment.takeoverMachineArn) === NO_ACCOUNT;
  return {
    answer,
    lines: [...rows, ...(isDown ? downLines(asked, common.stage) : [])],
    code: answer.every(isKnown) ? EXIT.done : EXIT.failed,
  };
};
