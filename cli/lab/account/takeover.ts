/**
 * A takeover of the example's appliance by our own state machines and steps, in the simulated account and in real time. Each
 * change of the address, a route or a source/destination check that the account accepts is handed to the namespaces.
 */
import { parseConfiguration } from '../../../shared/config/parse.ts';
import type { Configuration } from '../../../shared/domain/appliance.ts';
import { oneLine } from '../../../shared/domain/foreign-text.ts';
import { field } from '../../../simulator/account/field.ts';
import { machineName } from '../../../simulator/account/logical-ids.ts';
import { type Execution, isClosed, latest } from '../../../simulator/account/sfn/execution.ts';
import { seededRandom } from '../../../simulator/random.ts';
import { type Deployed, deploy, regionOf } from '../../../simulator/stories/deploy.ts';
import { warmUp } from '../../../simulator/stories/shared-clients.ts';
import { readExample } from '../network/example.ts';
import type { LabTraffic } from '../network/traffic.ts';
import { realTime } from './real-time.ts';
import { firewallsIn, holderOf, trafficIn } from './seen-traffic.ts';

type Between = {
  /** Brings the namespaces to what the account says now. */
  apply: (traffic: LabTraffic) => void;
  /** Called when the traffic is where it was before, and the takeover has not begun. */
  ready: () => Promise<void>;
  /** Called once, when the replacement runs and nothing has been moved yet; the move waits for it. */
  beforeMove: () => Promise<void>;
  /** Called once, when `MoveTraffic` has said that everything is moved. */
  moved: () => Promise<void>;
};

const FILE = 'appliances.yml';

const exampleConfiguration = (now: string): Configuration =>
  parseConfiguration(readExample(FILE), { file: `examples/linux-nva/${FILE}`, region: 'ap-northeast-1', now });

/** Its replacement stands for one that is booted: the lab's second firewall runs from the beginning. */
const SOON = { min: 1, max: 1 };

/** The launch before it is no part of what is measured. */
const PENDING_MS = { min: 500, max: 500 };

const AT_ONCE = { latencyFactor: 0, consistency: { lagFactor: 0, flickers: false } };

const REQUEST = { mode: 'failover', requestedBy: 'lab', reason: 'firewall 1 dies', force: true };

const LOOK_MS = 50;

/** A takeover in a lab where nothing else happens; a longer one has come upon an error, and repeats. */
const LIMIT_MS = 120_000;

const tookOver = ({ machineName: name }: Execution): boolean => name.endsWith('-takeover');

function heldAtTheMove({ lambda }: Deployed, { beforeMove, moved }: Between): void {
  const { invoke } = lambda;
  let held: Promise<void> | undefined;
  lambda.invoke = async (name, payload) => {
    const moves = name === 'move-traffic' && field(payload, 'done', 'replacement', 'outcome') === 'running';
    if (!moves) return invoke(name, payload);
    held ??= beforeMove();
    await held;
    const output = await invoke(name, payload);
    if (field(output, 'outcome') === 'moved') await moved();
    return output;
  };
}

const brief = (execution: Execution): string => {
  const { status, error, cause, output } = latest(execution);
  return oneLine(`${execution.name} ended ${status}: ${error ?? ''} ${cause ?? output ?? ''}`, 400);
};

/** @throws Error with what the takeover or the failover machine said, when no takeover comes to its end. */
async function succeeded({ stepFunctions: { executions } }: Deployed): Promise<void> {
  const until = Date.now() + LIMIT_MS;
  while (!executions.every(isClosed)) {
    if (Date.now() > until) throw new Error(`the takeover has not ended in ${LIMIT_MS / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  const well = executions.every(({ status }) => status === 'SUCCEEDED') && executions.some(tookOver);
  if (!well) throw new Error(executions.map(brief).join('; '));
}

/** `atOnce`: EC2 and the other services answer without the latency that the simulator assumes of them. */
type AccountSettings = { seed: number; atOnce: boolean };

/** Resolves when the takeover has ended well. */
export async function takeOver({ seed, atOnce }: AccountSettings, between: Between): Promise<void> {
  const configuration = exampleConfiguration(new Date().toISOString());
  const [appliance] = configuration.appliances;
  if (!appliance) throw new Error('the example protects nothing');
  await warmUp(regionOf(configuration));
  const account = { build: { zones: ['a', 'c'] }, bootSeconds: SOON, pendingMs: PENDING_MS, ...(atOnce && AT_ONCE) };
  const deployed = deploy({ configuration, stage: 'lab', account }, { clock: realTime(), random: seededRandom(seed) });
  const { world, lambda, stepFunctions, deployment } = deployed;
  const firewallOf = firewallsIn(world, holderOf(world, appliance));
  const show = (): void => between.apply(trafficIn(world, appliance, firewallOf));
  show();
  world.onChange(show);
  heldAtTheMove(deployed, between);
  await lambda.invoke('sweep', {});
  await between.ready();
  const input = JSON.stringify({ appliance: appliance.name, ...REQUEST });
  stepFunctions.start({ machine: machineName({ stage: deployment.stage, name: 'failover' }), input });
  await succeeded(deployed);
}
