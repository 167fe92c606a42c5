/**
 * Whether a step works for a genuine takeover: the execution that it names runs under this name with this input, and an
 * execution of our `failover` machine made the plan. A step that is invoked in any other way changes nothing.
 */
import { isDeepStrictEqual } from 'node:util';
import { readKnownExecution } from '../../aws/executions.ts';
import { readStarter } from '../../aws/last-event.ts';
import type { Deps } from '../../deps.ts';
import { executionArnOf, failoverMachineArnOf } from '../../domain/arns.ts';
import { executionNameOf } from '../../domain/decision/generation.ts';
import { type KnownExecution, originOf, type Starter, starterOf } from '../../domain/decision/provenance.ts';
import { RefusedError, TransientError } from '../../domain/errors.ts';
import { poll } from '../pace/poll.ts';
import type { TakeoverInput } from './input.ts';

/**
 * The `failover` execution ends a moment after it has started a takeover, and reads lag behind. Both executions are known from
 * the plan, so they are read side by side, and the own one once.
 */
const PROVABLE = { seconds: 2, everyMs: 100, slowing: 1.5 };

/** The plan of one invocation is proven once; that its execution still runs is read at each gate. */
const proven = new WeakMap<TakeoverInput, Starter>();

/**
 * @throws RefusedError when it is provably none.
 * @throws TransientError when that cannot be read within two seconds.
 */
export async function verifyExecution(input: TakeoverInput, deps: Deps): Promise<void> {
  const starterArn = starterIn(input, deps);
  let open = '';
  let own: KnownExecution | undefined;
  const verified = await poll(deps.clock, PROVABLE, async () => {
    const [found, starter] = await Promise.all([
      own ?? readKnownExecution(deps.clients, input.executionArn),
      proven.get(input) ?? readStarter(deps.clients, starterArn),
    ]);
    own = found;
    open = own ? whyUnproven(input, { own, starter }, deps) : `${input.executionArn} is not visible yet`;
    if (open === '' && starter) proven.set(input, starter);
    return open === '' || undefined;
  });
  if (!verified) throw new TransientError(`not proven to be a genuine takeover yet: ${open}`);
}

/** What needs no read. */
function starterIn({ plan, executionArn, rawPlan }: TakeoverInput, { deployment }: Deps): string {
  const expected = executionArnOf({ machineArn: deployment.takeoverMachineArn, name: executionNameOf(plan) });
  if (executionArn !== expected) throw notGenuine(`${executionArn} is not the execution of this plan`);
  const starter = starterOf({ arn: executionArn, input: rawPlan }, failoverMachineArnOf(deployment));
  if ('origin' in starter) throw notGenuine(starter.why);
  return starter.starterArn;
}

type Read = { own: KnownExecution; starter: Starter | undefined };

/** Empty when it is proven. */
function whyUnproven(input: TakeoverInput, { own, starter }: Read, { clock }: Deps): string {
  refuseOther(own, input);
  const answer = originOf(own, starter ?? 'absent', clock.now().toISOString());
  if (answer.origin === 'forged') throw notGenuine(answer.why);
  return answer.origin === 'unknown' ? answer.why : '';
}

const notGenuine = (why: string): RefusedError => new RefusedError(`not a genuine takeover: ${why}`);

/** @throws RefusedError when the step was invoked with other words than the execution has, or after its end. */
function refuseOther(own: KnownExecution, { startTime, rawPlan }: TakeoverInput): void {
  const name = own.arn.split(':').at(-1);
  const same = isDeepStrictEqual(own.input, rawPlan) && Date.parse(own.startedAt) === Date.parse(startTime);
  if (!same) throw notGenuine(`${name} was started with another plan, or at another time`);
  if (own.status !== 'RUNNING') throw notGenuine(`${name} is ${own.status}, not running`);
}
