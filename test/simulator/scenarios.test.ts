/** Telling a scenario: the same seed, what is unmet, and a file that says something unknown, which is refused with its path. */
import { describe, expect, test } from '@jest/globals';
import { allScenarios, readScenario, scenarioNames } from '../../simulator/stories/library.ts';
import { parseScenario } from '../../simulator/stories/schema.ts';
import { tellScenario } from '../../simulator/stories/tell.ts';
import { tellVariants } from '../../simulator/stories/variants.ts';
import { aConfiguration } from '../support/appliances.ts';

const configuration = aConfiguration();

describe('variants', () => {
  test('a crash at each state is a story for each state on the way', async () => {
    const told = await tellVariants({ scenario: readScenario('crash-between-steps'), configuration, seed: 1 });
    const states = told.map(({ state }) => state);
    expect(states).toEqual(expect.arrayContaining(['Claim', 'LaunchReplacement', 'MoveTraffic', 'CloseTakeover']));
    expect(new Set(states).size).toBe(states.length);
  });
});

describe('the telling', () => {
  test('the same seed tells the same story, to the millisecond', async () => {
    const telling = { scenario: readScenario('zone-lost'), configuration, seed: 5 };
    expect(await tellScenario(telling)).toEqual(await tellScenario(telling));
  });

  test.each([
    { says: { startedWithinSeconds: 1 }, what: 'a takeover within 1 s' },
    { says: { told: ['takeover-failed'] }, what: 'notified: takeover-failed' },
    { says: { notTold: ['taken over'] }, what: 'not notified: taken over' },
  ])('a wrong scenario gets the reason: $what', async ({ says, what }) => {
    const wrong = readScenario('prober-finds-it');
    Object.assign(wrong.then, says);
    const { expectations } = await tellScenario({ scenario: wrong, configuration, seed: 1 });
    expect(expectations.filter(({ met }) => !met).map((unmet) => unmet.what)).toEqual([what]);
  });

  test('an unattended story is the same for the same seed, and tells what people were sent', async () => {
    const telling = { scenario: readScenario('silent-while-paused'), configuration, seed: 3 };
    const report = await tellScenario(telling);
    expect(await tellScenario(telling)).toEqual(report);
    expect(report.told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['takeover-started']));
    expect(report.timeline.filter(({ who }) => who === 'notify').length).toBe(report.told.length);
  });

  test('an expectation that is not met is reported with what was found', async () => {
    const scenario = readScenario('false-alarm');
    const wrong = structuredClone(scenario);
    wrong.then.outcome = 'taken-over';
    const { expectations } = await tellScenario({ scenario: wrong, configuration, seed: 1 });
    const [outcome] = expectations.filter(({ met }) => !met);
    expect(outcome).toMatchObject({ what: 'outcome taken-over', found: expect.stringContaining('held (healthy') });
  });

  test('a scenario in which an armed fault does not strike fails, with any other outcome', async () => {
    const wrong = readScenario('instance-dead');
    wrong.when.push(
      { atSeconds: 0, death: { functionName: 'claim', afterCall: 99 } },
      { atSeconds: 0, crash: { machine: 'rotation', state: 'CreateImage', when: 'before', as: 'FAILED' } },
      { atSeconds: 0, fault: { kind: 'fail', action: 'ReplaceRoute', code: 'Unavailable', times: 1, skip: 50 } },
      { atSeconds: 0, fault: { kind: 'lose-answer', action: 'ReplaceRoute', times: 1 } },
    );
    const { expectations } = await tellScenario({ scenario: wrong, configuration, seed: 1 });
    const [unmet, ...others] = expectations.filter(({ met }) => !met);
    expect(others).toEqual([]);
    expect(unmet?.found).toBe(
      'fail ReplaceRoute; claim is going to die after its SDK call 99; crash of failover-dev-rotation before CreateImage',
    );
  });

  test.each([
    ['the route of another owner', 'route-of-somebody-else-stays', { routesBeside: 'replacement' }],
    ['a deployment', 'deployed-mid-run', { old: 'running' }],
    ['a neighbour that is taken over', 'neighbour-lost-as-well', { neighbour: 'untouched' }],
    ['a neighbour that is left alone', 'neighbour-left-alone', { neighbour: 'taken-over' }],
  ] as const)('a wrong expectation about %s is noticed', async (_what, name, says) => {
    const wrong = readScenario(name);
    Object.assign(wrong.then, says);
    const { expectations } = await tellScenario({ scenario: wrong, configuration, seed: 1 });
    expect(expectations.filter(({ met }) => !met).length).toBe(1);
  });

  test('the phases of an outage follow each other without a gap, from the failure on', async () => {
    const { outage } = await tellScenario({ scenario: readScenario('instance-dead'), configuration, seed: 2 });
    expect(outage.phases.map(({ name }) => name)).toEqual(['detect', 'decide', 'launch', 'move', 'boot', 'verify']);
    for (const [index, { fromSeconds }] of outage.phases.entries()) {
      expect(fromSeconds).toBe(index === 0 ? 0 : outage.phases[index - 1]?.toSeconds);
    }
    expect(outage.seconds).toBeCloseTo(outage.phases[4]?.toSeconds ?? 0, 1);
  });
});

describe('the files', () => {
  test('every failure that people ask about has a scenario', () => {
    expect(scenarioNames()).toEqual(
      expect.arrayContaining([
        ...['instance-dead', 'zone-lost', 'no-capacity-first-type', 'hung-stop', 'image-unusable', 'duplicate-event'],
        ...[
          'false-alarm',
          'switchover',
          'rehearse',
          'terminated',
          'never-answers',
          'foreign-route',
          'crash-between-steps',
        ],
      ]),
    );
  });

  test('every failure that is not handled has one', () => {
    const unattended = allScenarios().filter(({ given }) => given.automatic);
    expect(unattended.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        ...['prober-finds-it', 'zone-lost-unattended', 'prober-removed-instance-dead', 'prober-removed-zone-lost'],
        ...['event-lost', 'terminated-unattended', 'stopped-by-ec2', 'stopped-by-person', 'firmware-reboot-sophos'],
        ...['host-lost-sophos', 'probe-blocked-from-day-one', 'prober-cut-off-ten-minutes', 'isolated-failed-probes'],
        ...['zombie-returns', 'observe-mode', 'duplicate-and-late-events', 'silent-while-paused'],
        ...['person-starts-retired', 'paused-and-resumed', 'neighbour-left-alone', 'neighbour-lost-as-well'],
      ]),
    );
  });

  test('a misspelt key fails with its path', () => {
    const scenario = JSON.parse(JSON.stringify(readScenario('instance-dead')));
    expect(() => parseScenario({ ...scenario, when: [{ atSeconds: 0, alarm: 'smoke' }] }, 'x.json')).toThrow(
      /x\.json: when\.0/,
    );
    scenario.then.outcom = 'held';
    expect(() => parseScenario(scenario, 'x.json')).toThrow(/x\.json: then: .*outcom/);
  });

  test('an unknown scenario is answered with the names that are like it, or with how to list them all', () => {
    expect(() => readScenario('earthquake')).toThrow(/no scenario "earthquake"; npm start -- --list shows them all/);
    expect(() => readScenario('lost-zone')).toThrow(/did you mean "[a-z-]*zone-lost/);
  });
});
