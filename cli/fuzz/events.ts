/** Hostile events at every function, through the same `invoke` that Lambda uses. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parseConfiguration } from '../../shared/config.ts';
import type { Deps } from '../../shared/deps.ts';
import { invoke } from '../../shared/lambda.ts';
import type { FunctionName } from '../../shared/machines/time-outs.ts';
import type { Random } from '../../simulator/random.ts';
import { steps } from '../../simulator/stories/steps.ts';
import { hostileValue, type Json, mutated, whole } from './hostile.ts';
import { faultOfError, isPolluted } from './judge.ts';
import { changes, refusingClients } from './refusing-clients.ts';

const START = Date.parse('2026-11-21T03:00:00.000Z');

/** Nothing waits in real time: sleeping moves this clock and nothing else. */
function leapingClock(): Deps['clock'] {
  let nowMs = START;
  return {
    now: () => new Date(nowMs),
    sleep: async (milliseconds) => {
      nowMs += milliseconds;
    },
  };
}

/** What each function publishes or measures on any input, because the clock calls it or because that is its task. */
const OWN_TASK: Partial<Record<FunctionName, string[]>> = {
  'probe-appliance': ['PutMetricData'],
  // It asks the other functions for their dry runs.
  'check-readiness': ['PutMetricData', 'Invoke'],
  notify: ['Publish'],
};

const isFunction = (name: string): name is FunctionName => Object.hasOwn(steps, name);

/** The documented event of each function. */
function samples(): [FunctionName, Json][] {
  const files = readdirSync('events', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.flatMap((file): [FunctionName, Json][] => {
    const name = basename(file, '.json').replace(/^notify-sweep$/, 'notify');
    return isFunction(name) ? [[name, JSON.parse(readFileSync(`events/${file}`, 'utf8'))]] : [];
  });
}

const TURN_MS = 20_000;

/** Fails where a step hangs on something that is no sleep. */
async function inTime<Answer>(work: Promise<Answer>): Promise<Answer> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${TURN_MS} ms`)), TURN_MS);
  return await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Answers what is wrong with the outcome of one event, if anything. */
export function eventFuzzer(configuration: string): (random: Random) => Promise<string | undefined> {
  const known = samples();
  const refusing = refusingClients();
  const parsed = parseConfiguration(configuration, {
    ...{ file: 'appliances.yml', region: undefined, now: new Date(START).toISOString() },
  });
  const deployment = {
    ...{
      stage: 'dev',
      region: 'ap-northeast-1',
      references: [{ host: 'ec2.ap-northeast-1.amazonaws.com', port: 443 }],
    },
    takeoverMachineArn: 'arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-takeover',
    sweepRoleName: 'failover-dev-SweepRole-1A2B3C4D',
  };
  const prober = { probe: async () => ({ answered: false, detail: 'no answer' }) };
  return async (random) => {
    const [name, sample] = known[whole(random, known.length)] ?? ['sweep', null];
    const event = random() < 0.15 ? hostileValue(random) : mutated(sample, random);
    const deps = { clients: refusing.clients, clock: leapingClock(), prober, log: () => undefined };
    const { answer, calls } = refusing.run(random, () =>
      invoke(steps[name], { ...deps, configuration: parsed, deployment }, event),
    );
    const fault = await inTime(answer).then(
      () => undefined,
      (thrown: unknown) => faultOfError(thrown, { lines: false }),
    );
    const made = calls.find((call) => changes(call) && !OWN_TASK[name]?.includes(call));
    const found = fault ?? (made && `it asked for ${made}`) ?? (isPolluted() ? 'a polluted prototype' : undefined);
    return found === undefined ? undefined : `${name}: ${found}\n  ${JSON.stringify(event)?.slice(0, 1_000)}`;
  };
}
