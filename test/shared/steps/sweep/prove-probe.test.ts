/** A probe gets its vote after five minutes of success, and CloudWatch is asked for points only when that may be so. */
import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import type { SeenAlarms } from '../../../../shared/aws/alarms.ts';
import { describeProbe } from '../../../../shared/domain/probing/probation.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { foreignProbation, proveProbe } from '../../../../shared/steps/sweep/prove-probe.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { ago, NOW, onDuty, probation, tagged } from '../../../support/duties.ts';

type Says = { state?: 'ok' | 'alarm' | 'insufficient-data'; word?: string | undefined };

const alarmIn = ({ state = 'ok', word }: Says): SeenAlarms => ({
  probe: { state, since: ago(60), asWanted: true, probation: word },
});

const said = (stands: 'since' | 'proven', since: string): string => probation(stands, since)[TAG.probe] ?? '';

type Story = Says & { seen?: SeenAlarms; tag?: string | undefined; failedAt?: number };

/** Thirty points in five minutes, all of them successes unless one failed. */
async function proving({ seen, tag, failedAt, ...says }: Story) {
  const copy = tag ?? says.word;
  const address = tagged(copy === undefined ? {} : { [TAG.probe]: copy });
  const { deps, cloudwatch, sent, wrote } = onDuty({ address });
  const Timestamps = Array.from({ length: 30 }, (_, at) => new Date(ago(at * 10)));
  const Values = Timestamps.map((_, at) => (at === failedAt ? 1 : 0));
  cloudwatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [{ Timestamps, Values }] });
  const { changes } = await proveProbe(anAppliance(), { address, seen: seen ?? alarmIn(says) }, deps);
  return { changes, wrote: wrote(), asked: sent().filter(({ command }) => command.startsWith('Get')) };
}

const byCommand = (one: { command: string }, other: { command: string }): number =>
  one.command.localeCompare(other.command);

const put = (word: string) => ({
  command: 'PutMetricAlarm',
  input: { AlarmName: 'failover-dev-sophos-probe', AlarmDescription: describeProbe('sophos', word) },
});

const copied = (word: string) => ({
  command: 'CreateTags',
  input: { Resources: ['eipalloc-1'], Tags: [{ Key: TAG.probe, Value: word }] },
});

const written = (stands: 'since' | 'proven') => [put(said(stands, NOW)), copied(said(stands, NOW))];

describe('a probe', () => {
  test('that was not watched yet is put on probation', async () => {
    const { changes, wrote, asked } = await proving({});
    expect({ changes, asked }).toEqual({ changes: ['the probe is on probation'], asked: [] });
    expect(wrote).toMatchObject(written('since').toSorted(byCommand));
  });

  test('that has succeeded for all of its five minutes has proven itself', async () => {
    const { changes, wrote, asked } = await proving({ word: said('since', ago(300)) });
    expect(changes).toEqual(['the probe has proven itself']);
    expect(wrote).toMatchObject(written('proven').toSorted(byCommand));
    expect(asked).toMatchObject([{ input: { StartTime: new Date(ago(300)), EndTime: new Date(NOW) } }]);
  });

  test('that failed once in them has not', async () => {
    const { changes, wrote } = await proving({ word: said('since', ago(300)), failedAt: 12 });
    expect({ changes, wrote }).toEqual({ changes: [], wrote: [] });
  });

  test.each<[string, Story]>([
    ['has proven itself', { word: said('proven', ago(90_000)) }],
    ['was put on probation 299 seconds ago', { word: said('since', ago(299)) }],
    ['fails', { word: said('since', ago(300)), state: 'alarm' }],
    ['has not been seen lately', { word: said('since', ago(300)), state: 'insufficient-data' }],
  ])('that %s is left as it is, and its points are not paid for', async (_, story) => {
    expect(await proving(story)).toEqual({ changes: [], wrote: [], asked: [] });
  });

  test.each([said('since', NOW), said('proven', ago(90_000)), 'nonsense'])(
    'whose tag was written by another principal keeps what its alarm says: %s',
    async (tag) => {
      const word = said('proven', ago(80_000));
      const { changes, wrote } = await proving({ word, tag });
      expect(changes).toEqual([]);
      expect(wrote).toMatchObject([copied(word)]);
    },
  );

  test('without an alarm has no vote, for any value of the tag: the alarm that is put says since when it is on probation', async () => {
    const { changes, wrote } = await proving({ seen: {}, tag: said('proven', ago(90_000)) });
    expect(changes).toEqual(['the probe is on probation']);
    expect(wrote).toMatchObject([copied(said('since', NOW))]);
  });
});

describe('the tag', () => {
  const asked = async ({ tag, word, again = word }: { tag?: string; word?: string; again?: string | undefined }) => {
    const { deps, cloudwatch } = onDuty();
    const MetricAlarms = [{ AlarmName: 'failover-dev-sophos-probe', AlarmDescription: describeProbe('sophos', again) }];
    cloudwatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms });
    const address = tagged(tag === undefined ? {} : { [TAG.probe]: tag });
    return foreignProbation(anAppliance(), { address, seen: alarmIn({ word }) }, deps);
  };
  const word = said('proven', ago(600));

  test.each([
    ['later than the alarm says', said('since', NOW)],
    ['that cannot be read', 'yes'],
    ['that begins in the future', said('since', '2099-01-01T00:00:00.000Z')],
  ])('%s is another principal’s', async (_, tag) => expect(await asked({ tag, word })).toEqual({ word }));

  test('that differs for an hour is another principal’s', async () => {
    const old = said('proven', ago(3_700));
    expect(await asked({ tag: said('since', ago(4_000)), word: old })).toEqual({ word: old });
  });

  test.each<[string, string | undefined]>([
    ['that agrees', word],
    ['that is missing', undefined],
    ['that a sweep could not write after the alarm', said('since', ago(900))],
  ])('%s is not put on probation', async (_, tag) =>
    expect(await asked({ ...(tag !== undefined && { tag }), word })).toBeUndefined(),
  );

  test('that another sweep has written together with the alarm a moment ago is ours', async () => {
    const tag = said('proven', NOW);
    expect(await asked({ tag, word: said('since', ago(300)), again: tag })).toBeUndefined();
  });
});
