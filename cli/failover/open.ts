/** From a stage and a Region to everything that a step needs, found with the credentials of whoever asks. */
import { codeOf } from '../../shared/aws/classify-error.ts';
import type { Clients } from '../../shared/aws/clients.ts';
import { findMachineArn } from '../../shared/aws/watch-execution.ts';
import { referenceOf } from '../../shared/bundle.ts';
import type { Clock } from '../../shared/clock.ts';
import { closest } from '../../shared/config/closest.ts';
import type { Deps } from '../../shared/deps.ts';
import { type Appliance, type Configuration, findAppliance } from '../../shared/domain/appliance.ts';
import { messageOf, RefusedError } from '../../shared/domain/errors.ts';
import type { Prober } from '../../shared/prober.ts';
import type { Common } from './options.ts';

/** What the command line takes from outside; a test gives it a simulated account. */
export type Door = {
  clients(options: { region: string }): Clients;
  clock: Clock;
  prober: Prober;
  configuration(file: string | undefined): Configuration;
  endpointUrl: string | undefined;
  /** Who asks, for the record. */
  user: string;
  newId(): string;
};

/** @throws RefusedError when the stage is not deployed there, or the credentials do not let us look. */
export async function open({ stage, ...common }: Common, door: Door): Promise<Deps> {
  const configuration = door.configuration(common.appliances);
  const region = common.region ?? configuration.region;
  if (region === undefined) {
    throw new RefusedError('no Region is known: name it with --region, in appliances.yml, or in AWS_REGION');
  }
  const clients = door.clients({ region });
  const name = `failover-${stage}-takeover`;
  const takeoverMachineArn = await findMachineArn(clients, name).catch((cause: unknown) => {
    throw new RefusedError(`cannot look for stage "${stage}" in ${region}: ${mendOf(cause)}`, { cause });
  });
  if (takeoverMachineArn === undefined) {
    throw new RefusedError(
      `stage "${stage}" is not deployed in ${region}: there is no state machine ${name} in this account; ` +
        'name the right one with --stage and --region, or deploy it',
    );
  }
  const deployment = { stage, region, takeoverMachineArn, reference: referenceOf(region, door.endpointUrl) };
  const { clock, prober } = door;
  return { clients, clock, prober, configuration, deployment, log: () => undefined };
}

const NO_CREDENTIALS = 'there are no AWS credentials; log in, or name a profile in AWS_PROFILE';
const BAD_CREDENTIALS = 'AWS does not accept these credentials, or no longer; log in anew';

const MENDS: Record<string, string> = {
  CredentialsProviderError: NO_CREDENTIALS,
  ExpiredToken: BAD_CREDENTIALS,
  ExpiredTokenException: BAD_CREDENTIALS,
  InvalidClientTokenId: BAD_CREDENTIALS,
  UnrecognizedClientException: BAD_CREDENTIALS,
  InvalidSignatureException: BAD_CREDENTIALS,
  AccessDeniedException: 'these credentials may not list state machines (states:ListStateMachines)',
};

const mendOf = (cause: unknown): string =>
  MENDS[codeOf(cause instanceof Error ? cause.cause : undefined)] ?? messageOf(cause);

/** @throws RefusedError with the name that may have been meant. */
export function applianceNamed(configuration: Configuration, name: string): Appliance {
  const found = findAppliance(configuration, name);
  if (found) return found;
  const known = configuration.appliances.map((appliance) => appliance.name);
  const near = closest(name, known);
  const guess = near === undefined ? '' : `; did you mean "${near}"?`;
  throw new RefusedError(`no appliance "${name}" is configured${guess} (there are: ${known.join(', ')})`);
}
