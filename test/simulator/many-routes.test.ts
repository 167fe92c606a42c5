/** Many routes: one takeover moves all of them, the first one of each table first, and nothing comes near what Step Functions takes. */
import { describe, expect, test } from '@jest/globals';
import type { RouteRule } from '../../shared/domain/appliance.ts';
import { routesOf } from '../../simulator/account/observe.ts';
import { latest } from '../../simulator/account/sfn/execution.ts';
import { adoptLongAgo } from '../../simulator/stories/adopted.ts';
import { simulate } from '../../simulator/stories/simulation.ts';
import { anAppliance } from '../support/appliances.ts';
import { ASK, holder } from './steps/knock.ts';

const id = (prefix: string, index: number): string => `${prefix}-${(0x1_0000_0000 + index).toString(16)}`;

const tables = (count: number): string[] => Array.from({ length: count }, (_, index) => id('rtb', index));

/** As long as a destination is ever written. */
const networks = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `2001:db8:${(index + 0x1000).toString(16)}:ffff:ffff:ffff::/96`);

type Many = { rules: Omit<RouteRule, 'device'>[]; prefixLists?: Record<string, number>; seed?: number };

/** An instance dies, and an operator asks for a failover. */
function moved({ rules, prefixLists = {}, seed = 21 }: Many) {
  const routes = rules.map((rule) => ({ ...rule, device: 0 as const }));
  const appliance = anAppliance({ vpnCidrs: [], routeTables: [], routes });
  const configuration = { region: 'ap-northeast-1', appliances: [appliance] };
  const account = { build: { prefixLists }, routesPerTable: 1_000 };
  return simulate({ configuration, seed, account }, async (simulation) => {
    const { world, watch, stepFunctions, clock } = simulation;
    await adoptLongAgo(simulation);
    const old = holder(simulation);
    simulation.inject({ kind: 'host-dead', instanceId: old });
    await clock.sleep(150_000);
    const before = world.calls.length;
    simulation.startFailover(ASK);
    await simulation.settle();
    const takeovers = stepFunctions.executions.filter(({ machineName }) => machineName.endsWith('-takeover'));
    const [first] = takeovers;
    const output = first ? (latest(first).output ?? '') : '';
    const written = world.calls.slice(before).filter(({ action }) => action === 'ReplaceRoute');
    const record = JSON.parse(output || '{}');
    const placed = routesOf(world, appliance).map(({ target }) => 'instanceId' in target && target.instanceId);
    return {
      ...{ takeovers: takeovers.length, violations: watch.violations, old },
      placed: [...new Set(placed)],
      seconds: record.seconds?.move,
      changes: record.changes?.length,
      bytes: Math.max(
        ...stepFunctions.executions.map((each) => Math.max(each.input.length, latest(each).output?.length ?? 0)),
      ),
      firstWritten: written.slice(0, 40).map(({ input }) => Object(input).RouteTableId),
    };
  });
}

/** Step Functions takes 262,144 bytes, of what a state is given and of what it gives. */
const NEAR = 131_072;

describe('many routes', () => {
  test('to a prefix list in each of ten tables are moved in one wave: how long it takes is how late reads show it', async () => {
    const list = 'pl-0a1b2c3d4e5f60718';
    const found = await moved({ rules: [{ tables: tables(10), to: [list] }], prefixLists: { [list]: 500 } });
    expect(found).toMatchObject({ takeovers: 1, violations: [], changes: 12 });
    expect(found.placed).not.toContain(found.old);
    expect(found.seconds).toBeLessThanOrEqual(2.5);
  });

  test('in two tables with two hundred each are moved by one takeover, and its record has every one', async () => {
    const found = await moved({ rules: [{ tables: tables(2), to: networks(200) }] });
    expect(found).toMatchObject({ takeovers: 1, violations: [], changes: 402 });
    expect(found.placed).toHaveLength(1);
    expect(found.bytes).toBeLessThan(NEAR);
  });

  test('in forty tables are moved with the first one of each table before any second one', async () => {
    const found = await moved({ rules: [{ tables: tables(40), to: networks(10) }] });
    expect(found).toMatchObject({ takeovers: 1, violations: [], changes: 402 });
    expect(new Set(found.firstWritten).size).toBe(40);
    expect(found.bytes).toBeLessThan(NEAR);
  });
});
