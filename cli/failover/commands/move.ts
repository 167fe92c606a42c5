/** `rehearse`, `switchover` and `failover`: one request to the failover machine, which differs in its mode. */
import type { Command } from '../command.ts';
import { confirmForce } from '../force.ts';
import { startAndFollow } from '../run.ts';
import { type Answered, requestedBy, type Setting } from '../setting.ts';

type Move = Extract<Command, { command: 'rehearse' | 'switchover' | 'failover' }>;

const RENAMED = 'rehearse is now called plan; it stays for one release';

export async function move(command: Move, setting: Setting): Promise<Answered> {
  const { appliance, command: mode, reason } = command;
  const forced = command.command !== 'rehearse' && command.force;
  if (forced) {
    const refused = await confirmForce(command, setting);
    if (refused) return refused;
  }
  if (command.command === 'rehearse') setting.terminal.complain(`${RENAMED}\n`);
  const name = `person-${appliance}-${setting.door.newId()}`;
  const request = { name, appliance, mode, reason, requestedBy: requestedBy(setting) };
  return startAndFollow({ ...request, machine: 'failover', ...(forced && { force: true as const }) }, setting);
}
