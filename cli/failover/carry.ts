/** A command that is understood is carried out: in the account of the person, or in the simulated account of a scenario. */
import { applianceNamed } from './appliance-named.ts';
import type { Command } from './command.ts';
import { type ExitCode, exitOfError } from './exit-codes.ts';
import type { Answered, Within } from './setting.ts';

/** What a command threw, with the exit code that this has. */
type Thrown = { thrown: unknown; code: ExitCode };

/** They answer row by row, as far as they can, while Step Functions does not. */
const isAlone = (command: Command): boolean =>
  command.command === 'status' || (command.command === 'plan' && command.shell);

/** What carries a command out is loaded before virtual time begins, which does not wait for a disk. */
export async function carry(command: Command, asked: Omit<Within, 'configuration'>): Promise<Answered | Thrown> {
  const { carryOutOffline } = await import('./commands/offline.ts');
  const offline = carryOutOffline(command, asked);
  if (offline) return offline;
  const file = await asked.door.configuration(asked.common.appliances);
  const [{ open }, { carryOut }] = await Promise.all([import('./open.ts'), import('./commands/all.ts')]);
  const within = async ({ common, configuration, door, terminal }: Within): Promise<Answered | Thrown> => {
    if (command.appliance !== undefined) applianceNamed(configuration, command.appliance);
    const deps = await open(common, configuration, door, { alone: isAlone(command) });
    return carryOut(command, { deps, door, terminal, common }).catch((thrown: unknown) => ({
      ...{ thrown, code: exitOfError(thrown, command) },
    }));
  };
  const { simulated } = asked.common;
  if (simulated === undefined) return within({ ...asked, configuration: file });
  const { inSimulation } = await import('./simulated.ts');
  return inSimulation(simulated, { ...asked, configuration: file }, within);
}
