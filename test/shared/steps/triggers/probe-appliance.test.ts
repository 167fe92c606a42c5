/** A minute of the prober, in virtual time: when it asks, what it tells CloudWatch and when, and what it keeps to itself. */

import { GetMetricDataCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeAddressesCommand } from '@aws-sdk/client-ec2';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { describe, expect, test } from '@jest/globals';
import type { Deps } from '../../../../shared/deps.ts';
import type { Appliance } from '../../../../shared/domain/appliance.ts';
import type { ProbeAnswer, ProbeTarget } from '../../../../shared/domain/probing/probing.ts';
import { probeAppliance } from '../../../../shared/steps/triggers/probe-appliance.ts';
import { clockOf, runInVirtualTime, type VirtualClock } from '../../../../simulator/account/time/clock.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { awsError, mockedClients } from '../../../support/mocked-clients.ts';

const START = '2026-11-21T03:00:00.000Z';
const REFERENCE = { host: 'ec2.ap-northeast-1.amazonaws.com', port: 443 };

type Point = { second: number; appliance: string; value: number };
type Publication = { second: number; points: Point[] };

type World = {
  appliances?: Appliance[];
  /** Whether a host answers at a second of the story. The reference does so unless it is said otherwise. */
  answers?: (host: string, second: number) => boolean;
  /** What a question comes to beyond being answered or not. */
  unasked?: boolean;
  answerMs?: (host: string) => number;
  /** CloudWatch at a second of the story: an error, and how long it takes. */
  refuses?: (second: number) => boolean;
  publishMs?: number;
  /** What other environments have published, as CloudWatch answers; undefined when it does not. */
  before?: { second: number; failed: boolean }[];
  /** Whether Step Functions refuses to start an execution at a second of the story. */
  startRefused?: (second: number) => boolean;
};

type Setup = ReturnType<typeof stage>;

function stage(virtual: VirtualClock, world: World) {
  const { appliances = [anAppliance()], answers = () => true, answerMs = () => 20, publishMs = 50 } = world;
  const startMs = virtual.nowMs();
  const second = () => (virtual.nowMs() - startMs) / 1000;
  const asked: { host: string; second: number }[] = [];
  const published: Publication[] = [];
  const logged: Record<string, unknown>[] = [];
  const mocked = mockedClients();
  mocked.cloudwatch.on(PutMetricDataCommand).callsFake(async ({ MetricData }) => {
    const sentAt = second();
    await virtual.sleep(publishMs);
    if (world.refuses?.(sentAt)) throw awsError('Throttling');
    const points = MetricData.map(
      ({
        Timestamp,
        Dimensions,
        Value,
      }: {
        Timestamp: Date;
        Dimensions: { Value: string }[];
        Value: number;
      }): Point => ({
        second: (Timestamp.getTime() - startMs) / 1000,
        appliance: Dimensions[0]?.Value ?? '',
        value: Value,
      }),
    );
    published.push({ second: sentAt, points });
    return {};
  });
  const { before = [] } = world;
  mocked.cloudwatch.on(GetMetricDataCommand).callsFake(async () => ({
    MetricDataResults: [
      {
        StatusCode: 'Complete',
        Timestamps: before.map((point) => new Date(startMs + point.second * 1000)),
        Values: before.map(({ failed }) => (failed ? 1 : 0)),
      },
    ],
  }));
  const started: { second: number; name: string; input: unknown }[] = [];
  mocked.sfn.on(StartExecutionCommand).callsFake(async ({ name, input }) => {
    if (world.startRefused?.(second())) throw awsError('ThrottlingException');
    const one = { second: second(), name, input: JSON.parse(input) };
    // What is launched early has a test file of its own.
    if (!name.startsWith('prepare-')) started.push(one);
    return {};
  });
  const probe = async ({ host, timeoutMs }: ProbeTarget): Promise<ProbeAnswer> => {
    asked.push({ host, second: second() });
    const answered = answers(host, second());
    await virtual.sleep(answered ? answerMs(host) : timeoutMs);
    return { answered, detail: answered ? 'connected' : 'silent', ...(world.unasked && { unasked: true }) };
  };
  const deps: Deps = {
    clients: mocked.clients,
    clock: clockOf(virtual),
    log: (entry) => logged.push(entry),
    configuration: { appliances },
    deployment: {
      stage: 'dev',
      region: 'ap-northeast-1',
      takeoverMachineArn: 'arn:aws:states:ap-northeast-1:111122223333:stateMachine:failover-dev-takeover',
      sweepRoleName: 'r',
      references: [REFERENCE],
    },
    prober: { probe },
  };
  const minute = async () => {
    const wait = Math.ceil(second() / 60) * 60 - second();
    await virtual.sleep(wait * 1000);
    return probeAppliance.run(undefined, deps);
  };
  return { asked, published, logged, started, second, minute, ec2: mocked.ec2 };
}

const play = <T>(world: World, story: (setup: Setup) => Promise<T>): Promise<T> =>
  runInVirtualTime({ startAt: new Date(START), seed: 1, limitSeconds: 600 }, (virtual) => story(stage(virtual, world)));

const secondsOf = (asked: { second: number }[]): number[] => asked.map(({ second }) => second);

const every = (intervalSeconds: number, timeoutSeconds = 2): Appliance =>
  anAppliance({ probe: { ...anAppliance().probe, intervalSeconds, timeoutSeconds } });

describe('a minute', () => {
  test.each([
    { interval: 5, at: [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65] },
    { interval: 10, at: [0, 10, 20, 30, 40, 50] },
    { interval: 25, at: [0, 25, 50] },
    { interval: 59, at: [0, 59] },
    { interval: 60, at: [0] },
  ])('has a probe every $interval s, at $at', async ({ interval, at }) => {
    await play({ appliances: [every(interval)] }, async ({ minute, asked, second }) => {
      const { appliances } = await minute();
      expect(secondsOf(asked)).toEqual(at);
      expect(appliances).toEqual([{ appliance: 'sophos', probes: at.length, failed: 0, unknown: 0 }]);
      expect(second()).toBeLessThan((at.at(-1) ?? 0) + 1);
    });
  });

  test('asks all appliances side by side, each where it is to be asked', async () => {
    const probe = { ...anAppliance().probe, host: 'vpn.example.com' };
    const appliances = [anAppliance(), anAppliance({ name: 'other', probe })];
    await play({ appliances }, async ({ minute, asked }) => {
      await minute();
      expect(asked.slice(0, 2)).toEqual([
        { host: '203.0.113.10', second: 0 },
        { host: 'vpn.example.com', second: 0 },
      ]);
      expect(asked).toHaveLength(12);
    });
  });

  test('ends within its time-out when everything takes as long as it may', async () => {
    const world = { appliances: [every(59, 5)], answers: (host: string) => host === REFERENCE.host, publishMs: 4_200 };
    await play(world, async ({ minute, second }) => {
      await minute();
      expect(second()).toBeLessThan(75);
    });
  });

  test('begins every probe by the clock, however long the one before takes', async () => {
    await play({ appliances: [every(5, 4)], answers: () => false }, async ({ minute, asked }) => {
      await minute();
      const own = asked.filter(({ host }) => host !== REFERENCE.host);
      expect(secondsOf(own)).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65]);
    });
  });
});

describe('what is published', () => {
  test('good news waits for the end of the minute, and goes for all appliances at once', async () => {
    const appliances = [anAppliance(), anAppliance({ name: 'other', floatingIp: '203.0.113.11' })];
    await play({ appliances }, async ({ minute, published }) => {
      await minute();
      published.length = 0;
      await minute();
      expect(published).toHaveLength(1);
      expect(published[0]?.points).toHaveLength(12);
      expect(published[0]?.second).toBeGreaterThan(110);
    });
  });

  test('the first news of an environment does not wait: what came before is not known', async () => {
    await play({}, async ({ minute, published }) => {
      await minute();
      expect(published[0]).toEqual({ second: 0.02, points: [{ second: 0, appliance: 'sophos', value: 0 }] });
    });
  });

  test('a failure is published at once, and takes along what waits', async () => {
    const answers = (host: string, second: number) => host === REFERENCE.host || second !== 20;
    await play({ answers }, async ({ minute, published }) => {
      const { appliances } = await minute();
      expect(published[1]).toEqual({
        second: 22.02,
        points: [
          { second: 10, appliance: 'sophos', value: 0 },
          { second: 20, appliance: 'sophos', value: 1 },
        ],
      });
      expect(published[2]?.points).toEqual([{ second: 30, appliance: 'sophos', value: 0 }]);
      expect(appliances).toEqual([{ appliance: 'sophos', probes: 6, failed: 1, unknown: 0 }]);
    });
  });

  test('probes are published in the order in which they began, in any order of their results', async () => {
    const world: World = {
      appliances: [every(5, 4)],
      answers: (host, second) => host === REFERENCE.host || second !== 20,
      answerMs: (host) => (host === REFERENCE.host ? 1_900 : 20),
    };
    await play(world, async ({ minute, published }) => {
      await minute();
      const seconds = published.flatMap(({ points }) => points.map(({ second }) => second));
      expect(seconds).toEqual([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65]);
      expect(published.map(({ second }) => second).slice(1, 3)).toEqual([25.9, 25.95]);
    });
  });

  test('a recovery at the beginning of the next minute is published at once', async () => {
    const answers = (host: string, second: number) => host === REFERENCE.host || second < 50 || second >= 60;
    await play({ answers }, async ({ minute, published }) => {
      await minute();
      published.length = 0;
      await minute();
      expect(published[0]?.points).toEqual([{ second: 60, appliance: 'sophos', value: 0 }]);
      expect(published[0]?.second).toBeLessThan(61);
      expect(published).toHaveLength(2);
    });
  });

  test('a failure and a recovery are logged once each', async () => {
    const answers = (host: string, second: number) => host === REFERENCE.host || second < 20 || second > 40;
    await play({ answers }, async ({ minute, logged }) => {
      await minute();
      expect(logged).toEqual([
        { level: 'warn', appliance: 'sophos', probe: 'failing', detail: 'silent', reference: REFERENCE.host },
        { level: 'info', appliance: 'sophos', started: 'prepare-sophos-1795230000' },
        expect.objectContaining({ started: 'probe-sophos-1795230020' }),
        { level: 'info', appliance: 'sophos', probe: 'answering again', detail: 'connected' },
      ]);
    });
  });
});

describe('unknown', () => {
  test('is what a prober that is cut off knows, and nothing is published', async () => {
    await play({ answers: () => false }, async ({ minute, published, logged }) => {
      const { appliances } = await minute();
      expect(appliances).toEqual([{ appliance: 'sophos', probes: 6, failed: 0, unknown: 6 }]);
      expect(published).toEqual([]);
      expect(logged).toEqual([
        {
          level: 'warn',
          probe: 'unknown',
          appliances: {
            sophos: 'silent, and no reference answers (ec2.ap-northeast-1.amazonaws.com: silent)',
          },
        },
      ]);
    });
  });

  test('is what a name that leads nowhere comes to', async () => {
    const answers = (host: string) => host === REFERENCE.host;
    await play({ answers, unasked: true }, async ({ minute, published }) => {
      expect((await minute()).appliances).toMatchObject([{ failed: 0, unknown: 6 }]);
      expect(published).toEqual([]);
    });
  });

  test('does not turn the first answer afterwards into old news', async () => {
    const dead = (second: number) => second >= 20 && second < 40;
    const cutOff = (second: number) => second >= 30 && second < 40;
    const answers = (host: string, second: number) => (host === REFERENCE.host ? !cutOff(second) : !dead(second));
    await play({ answers }, async ({ minute, published }) => {
      await minute();
      expect(published.flatMap(({ points }) => points.map(({ second, value }) => [second, value]))).toEqual([
        [0, 0],
        [10, 0],
        [20, 1],
        [40, 0],
        [50, 0],
      ]);
      expect(published[2]?.second).toBeLessThan(41);
    });
  });

  test('is asked of the reference once for all that fall silent together', async () => {
    const appliances = [1, 2, 3].map((n) => anAppliance({ name: `a${n}`, floatingIp: `203.0.113.${n}` }));
    await play({ appliances, answers: (host) => host === REFERENCE.host }, async ({ minute, asked }) => {
      await minute();
      expect(asked.filter(({ host }) => host === REFERENCE.host)).toHaveLength(6);
    });
  });

  test('is what a prober that breaks knows', async () => {
    const answers = (): boolean => {
      throw new Error('out of sockets');
    };
    await play({ answers }, async ({ minute, logged }) => {
      expect((await minute()).appliances).toMatchObject([{ failed: 0, unknown: 6 }]);
      expect(logged).toMatchObject([{ appliances: { sophos: 'out of sockets' } }]);
    });
  });
});

describe('enough failures in a row', () => {
  const everyTwo = (overrides: Partial<Appliance> = {}): Appliance =>
    anAppliance({
      probe: { ...anAppliance().probe, intervalSeconds: 2, failures: 5 },
      rebootGraceSeconds: 0,
      ...overrides,
    });
  const silentFrom =
    (from: number, to = Number.POSITIVE_INFINITY) =>
    (host: string, second: number) =>
      host === REFERENCE.host || second < from || second >= to;
  const nameAt = (second: number): string => `probe-sophos-${Date.parse(START) / 1000 + second}`;

  test('start the failover machine once, with the row, as soon as the last of them is known', async () => {
    await play({ appliances: [everyTwo()], answers: silentFrom(20) }, async ({ minute, started }) => {
      await minute();
      expect(started).toEqual([
        {
          second: 30.02,
          name: nameAt(20),
          input: {
            appliance: 'sophos',
            requestedBy: 'prober',
            reason: expect.stringMatching(/^5 probes in a row failed since .*, and a reference answered beside each$/),
            failing: { since: '2026-11-21T03:00:20.000Z', at: '2026-11-21T03:00:28.000Z' },
          },
        },
      ]);
    });
  });

  test.each([
    { what: 'fewer failures', answers: silentFrom(20, 28) },
    {
      what: 'every second probe lost',
      answers: (host: string, second: number) => host === REFERENCE.host || Math.round(second) % 4 === 0,
    },
    { what: 'no reference', answers: () => false },
  ])('are not: $what', async ({ answers }) => {
    await play({ appliances: [everyTwo()], answers }, async ({ minute, started }) => {
      await minute();
      expect(started).toEqual([]);
    });
  });

  test('start it again with the next failed probe when it could not be started', async () => {
    const world = { appliances: [everyTwo()], answers: silentFrom(20), startRefused: (second: number) => second < 31 };
    await play(world, async ({ minute, started, logged }) => {
      await minute();
      expect(started.map(({ second, name }) => [Math.floor(second), name])).toEqual([[32, nameAt(20)]]);
      expect(logged).toContainEqual(expect.objectContaining({ message: expect.stringContaining('is not started') }));
    });
  });

  test('ask once more at the end of the grace that may have held the first', async () => {
    const appliances = [everyTwo({ rebootGraceSeconds: 15 })];
    await play({ appliances, answers: silentFrom(20) }, async ({ minute, started }) => {
      await minute();
      expect(started.map(({ second, name }) => [Math.floor(second), name])).toEqual([
        [30, nameAt(20)],
        [36, nameAt(20).replace('probe', 'grace')],
      ]);
    });
  });

  test('are finished beyond the minute, beside the invocation that follows', async () => {
    await play({ appliances: [everyTwo()], answers: silentFrom(58) }, async ({ minute, started, second }) => {
      await minute();
      expect(started.map(({ name }) => name)).toEqual([nameAt(58)]);
      expect(second()).toBeLessThan(75);
    });
  });

  test('go on over the minutes of one environment, and over what another has published', async () => {
    await play({ appliances: [every(10)], answers: silentFrom(40, 75) }, async ({ minute, started }) => {
      await minute();
      await minute();
      expect(started.map(({ second, name }) => [second, name])).toEqual([[62.02, nameAt(40)]]);
    });
    const before = [
      { second: -10, failed: true },
      { second: -20, failed: true },
      { second: -30, failed: false },
    ];
    await play({ appliances: [every(10)], answers: silentFrom(0), before }, async ({ minute, started }) => {
      await minute();
      expect(started[0]).toMatchObject({ second: 2.02, name: nameAt(-20) });
    });
  });

  test('end within the time-out when the row stays open and everything takes as long as it may', async () => {
    const slow = everyTwo({ probe: { ...anAppliance().probe, intervalSeconds: 5, failures: 30, timeoutSeconds: 5 } });
    const world = { appliances: [slow], answers: silentFrom(50), publishMs: 4_200 };
    await play(world, async ({ minute, second }) => {
      await minute();
      expect(second()).toBeLessThan(110);
    });
  });
});

describe('a CloudWatch that is', () => {
  test('slow does not hold up the next probe', async () => {
    const answers = (host: string) => host === REFERENCE.host;
    await play({ answers, publishMs: 25_000 }, async ({ minute, asked, published }) => {
      await minute();
      expect(secondsOf(asked.filter(({ host }) => host !== REFERENCE.host))).toEqual([0, 10, 20, 30, 40, 50]);
      expect(published.flatMap(({ points }) => points)).toHaveLength(6);
    });
  });

  test('away gets the points with the next publication', async () => {
    const answers = (host: string) => host === REFERENCE.host;
    await play({ answers, refuses: (second) => second < 20 }, async ({ minute, published, logged }) => {
      await minute();
      expect(published[0]).toMatchObject({ second: 22.02, points: [{ second: 0 }, { second: 10 }, { second: 20 }] });
      expect(logged[1]).toMatchObject({
        message: expect.stringContaining('1 points wait: publishing probes: Throttling'),
      });
    });
  });

  test('away at the end of a minute gets in the next what anybody still acts on', async () => {
    await play({ refuses: (second) => second < 60 }, async ({ minute, published }) => {
      await minute();
      await minute();
      const seconds = published.flatMap(({ points }) => points.map(({ second }) => second));
      expect(seconds).toEqual([30, 40, 50, 60, 70, 80, 90, 100, 110]);
    });
  });
});

describe('an appliance that is known by its allocation id', () => {
  const appliances = [anAppliance({ floatingIp: 'eipalloc-0a1b2c3d' })];
  const found = { Addresses: [{ AllocationId: 'eipalloc-0a1b2c3d', PublicIp: '203.0.113.77' }] };

  test('is asked at its address, which EC2 tells once', async () => {
    await play({ appliances }, async ({ minute, asked, ec2 }) => {
      ec2.on(DescribeAddressesCommand).resolves(found);
      await minute();
      await minute();
      expect(new Set(asked.map(({ host }) => host))).toEqual(new Set(['203.0.113.77']));
      expect(ec2.calls()).toHaveLength(1);
    });
  });

  test('is asked from then on when EC2 takes its time, and what was missed is not made up for', async () => {
    await play({ appliances }, async ({ minute, asked, ec2 }) => {
      ec2.on(DescribeAddressesCommand).callsFake(async () => {
        await new Promise((resolve) => setTimeout(resolve, 24_000));
        return found;
      });
      await minute();
      expect(secondsOf(asked)).toEqual([24, 30, 40, 50]);
    });
  });

  test('is unknown while EC2 does not answer, and delays no other appliance', async () => {
    const both = [...appliances, anAppliance({ name: 'other' })];
    await play({ appliances: both }, async ({ minute, logged, ec2 }) => {
      ec2.on(DescribeAddressesCommand).rejects(awsError('RequestLimitExceeded', 503));
      expect((await minute()).appliances).toMatchObject([{ probes: 0 }, { probes: 6 }]);
      expect(logged).toMatchObject([
        { probe: 'unknown', appliances: { sophos: expect.stringContaining('RequestLimitExceeded') } },
      ]);
    });
  });

  test('is not asked anything of EC2 when its probe names a host', async () => {
    const probe = { ...anAppliance().probe, host: 'vpn.example.com' };
    await play({ appliances: [anAppliance({ floatingIp: 'eipalloc-0a1b2c3d', probe })] }, async ({ minute, ec2 }) => {
      await minute();
      expect(ec2.calls()).toHaveLength(0);
    });
  });
});
