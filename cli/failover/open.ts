/** From a stage and a Region to everything that a step needs, found with the credentials of the person who asks. */
import { referenceHostsOf } from '../../shared/aws/endpoints.ts';
import type { PersonClients } from '../../shared/aws/person-clients.ts';
import { findMachines } from '../../shared/aws/watch-execution.ts';
import type { Clock } from '../../shared/clock.ts';
import { closest } from '../../shared/config/closest.ts';
import type { DepsWith } from '../../shared/deps.ts';
import type { Configuration } from '../../shared/domain/appliance.ts';
import { RefusedError, TransientError } from '../../shared/domain/errors.ts';
import { partitionOf } from '../../shared/domain/partition.ts';
import { referencesOf } from '../../shared/domain/probing/references.ts';
import type { Prober } from '../../shared/prober.ts';
import type { Person } from '../person.ts';
import type { Common } from './command.ts';
import { credentialsReason } from './credentials.ts';
import { knownProfiles } from './profiles.ts';

export type PersonDeps = DepsWith<PersonClients>;

export type ClientsAsked = {
  region: string;
  profile: string | undefined;
  /** Asked for the code of an MFA device; absent where there is no terminal, and the SDK then says what it lacks. */
  askMfaCode: ((device: string) => Promise<string>) | undefined;
};

/** What the command line takes from outside; a test gives it a simulated account. */
export type Door = {
  clients(asked: ClientsAsked): PersonClients | Promise<PersonClients>;
  clock: Clock;
  prober: Prober;
  configuration(file: string | undefined): Configuration | Promise<Configuration>;
  environment: NodeJS.ProcessEnv;
  person: Person;
  /** The name of the person who asks, for the record. */
  user: string;
  newId(): string;
  /** Runs the framework that deploys, and gives its exit code. Absent where there is nothing that it could deploy to. */
  framework?: ((words: string[]) => Promise<number>) | undefined;
  /** Writes a file of the person's. */
  write(file: string, text: string): void;
};

/** `alone`: the command works while Step Functions does not. */
type Without = { alone?: boolean };

/** Of a deployment whose Step Functions did not answer. */
export const NO_ACCOUNT = '000000000000';

/** @throws RefusedError when the stage is not deployed there, or the credentials do not let us look. */
export async function open(
  { stage, region: asked, profile }: Common,
  configuration: Configuration,
  door: Door,
  { alone = false }: Without = {},
) {
  const region = asked ?? configuration.region;
  if (region === undefined) {
    throw new RefusedError('no Region is known: name it with --region, in appliances.yml, or in AWS_REGION');
  }
  if (profile !== undefined) requireProfile(profile, knownProfiles(door.environment));
  const askMfaCode = door.person.present ? mfaCodeFrom(door.person) : undefined;
  const clients = await door.clients({ region, profile, askMfaCode });
  const name = `failover-${stage}-takeover`;
  const machines = await findMachines(clients).catch((cause: unknown) => {
    if (alone && cause instanceof TransientError) return new Map([[name, unknownMachine({ stage, region })]]);
    throw new RefusedError(`cannot look for stage "${stage}" in ${region}: ${credentialsReason(cause)}`, { cause });
  });
  const takeoverMachineArn = machines.get(name);
  if (takeoverMachineArn === undefined) throw notDeployed({ stage, region }, [...machines.keys()]);
  // A command that uses a launch template asks the deployment for its role.
  const where = { stage, region, takeoverMachineArn, sweepRoleName: '' };
  const deployment = {
    ...where,
    references: referencesOf({
      own: configuration.references,
      regional: referenceHostsOf(region),
      endpointUrl: door.environment.AWS_ENDPOINT_URL,
    }),
  };
  const { clock, prober } = door;
  return { clients, clock, prober, configuration, deployment, log: () => undefined } satisfies PersonDeps;
}

/** Without Step Functions no account is known. Nothing is asked of this machine: it does not exist. */
const unknownMachine = ({ stage, region }: { stage: string; region: string }): string =>
  `arn:${partitionOf(region).name}:states:${region}:${NO_ACCOUNT}:stateMachine:failover-${stage}-takeover`;

/** @throws RefusedError for a name that the SDK would skip, to use the next credentials that it finds. */
function requireProfile(name: string, known: string[]): void {
  if (known.includes(name)) return;
  const near = closest(name.slice(0, 60), known);
  const guess = near === undefined ? '' : `; did you mean "${near}"?`;
  const there = known.length === 0 ? 'none is' : `there are: ${known.join(', ')}`;
  throw new RefusedError(`no AWS profile "${name.slice(0, 60)}" is configured${guess} (${there})`);
}

const mfaCodeFrom =
  ({ ask }: Person) =>
  async (device: string): Promise<string> => {
    const code = await ask(`MFA code of ${device}: `);
    if (code) return code;
    throw new RefusedError(`no code of ${device} was given`);
  };

function notDeployed({ stage, region }: { stage: string; region: string }, machines: string[]): RefusedError {
  const stages = machines.flatMap((machine) => /^failover-([a-z0-9]+)-takeover$/.exec(machine)?.[1] ?? []).sort();
  const there = stages.length === 0 ? 'no stage is' : `these are: ${stages.join(', ')}`;
  return new RefusedError(
    `stage "${stage}" is not deployed in ${region} of this account (${there}): ` +
      'name the right one with --stage and --region, or deploy it',
  );
}
