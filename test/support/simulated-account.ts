/** An account with one appliance, in virtual time, and real SDK clients that a person uses in it. */
import type { Clients } from '../../shared/aws/clients.ts';
import type { Appliance } from '../../shared/domain/appliance.ts';
import { type ApplianceIds, type BuildOptions, buildAccount, createWorld } from '../../simulator/account/account.ts';
import { type Caller, callers } from '../../simulator/account/caller.ts';
import type { Ec2Settings } from '../../simulator/account/ec2/state.ts';
import { createStepFunctions } from '../../simulator/account/step-functions.ts';
import { runInVirtualTime } from '../../simulator/account/time/clock.ts';
import type { World } from '../../simulator/account/world.ts';
import { seededRandom } from '../../simulator/random.ts';
import { clientsFor, warmUp } from '../../simulator/stories/shared-clients.ts';
import { anAppliance } from './appliances.ts';

export type Told = { world: World; clients: Clients; ids: ApplianceIds; appliance: Appliance; caller: Caller };

export const START = new Date('2026-11-21T00:00:00Z');

const PLACE = { region: 'ap-northeast-1', accountId: '123456789012' };

type Options = {
  seed?: number;
  settings?: Partial<Ec2Settings>;
  build?: Partial<BuildOptions>;
  appliance?: Partial<Appliance>;
};

/** Reads are exact unless a test asks for lag: each test is about one thing. */
const EXACT: Partial<Ec2Settings> = { consistency: { lagFactor: 0, flickers: false } };

export async function inAccount<T>(options: Options, story: (told: Told) => Promise<T>): Promise<T> {
  const { seed = 1, settings, build, appliance: overrides } = options;
  await warmUp(PLACE.region);
  const clients = clientsFor(PLACE.region);
  return runInVirtualTime({ startAt: START, seed }, (clock) => {
    const random = seededRandom(seed);
    const range = { min: 0, max: 0 };
    const stepFunctions = createStepFunctions({
      ...{ clock, random, ...PLACE, machines: {}, transitionMs: range, readLagMs: range },
      invoke: async () => ({}),
    });
    const world = createWorld({ ...PLACE, clock, random, stepFunctions, settings: { ...EXACT, ...settings } });
    const appliance = anAppliance(overrides);
    const ids = buildAccount(world, appliance, build);
    const caller: Caller = { name: 'person', dead: false, world };
    return callers.run(caller, () => story({ world, clients, ids, appliance, caller }));
  });
}

/** The code of the error with which a call fails; a call that succeeds fails the test. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(
    () => 'succeeded',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  );
  return outcome;
}

/** The parameters that every launch in these tests shares. */
export const launchOf = ({ ids }: Told, zoneIndex = 1) => ({
  ImageId: ids.imageIds[0],
  InstanceType: 'm5.large' as const,
  SubnetId: ids.subnetIds[zoneIndex],
  SecurityGroupIds: ids.securityGroupIds,
  MinCount: 1,
  MaxCount: 1,
});
