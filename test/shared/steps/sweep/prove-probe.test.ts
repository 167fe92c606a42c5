/** A probe gets its vote after five minutes of success, and CloudWatch is asked for points only when that may be so. */
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { describe, expect, test } from '@jest/globals';
import type { SeenAlarms } from '../../../../shared/aws/alarms.ts';
import { probeFingerprint } from '../../../../shared/domain/probation.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { proveProbe } from '../../../../shared/steps/sweep/prove-probe.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { ago, NOW, onDuty, probation, tagged } from '../../../support/duties.ts';

const alarmIn = (state: 'ok' | 'alarm' | 'insufficient-data'): SeenAlarms => ({
  probe: { state, since: ago(60), asWanted: true },
});

type Story = { tags: Record<string, string>; seen?: SeenAlarms | undefined; failedAt?: number };

/** Thirty points in five minutes, all of them successes unless one failed. */
async function proving({ tags, seen, failedAt }: Story) {
  const address = tagged(tags);
  const { deps, cloudwatch, sent, wrote } = onDuty({ address });
  const Timestamps = Array.from({ length: 30 }, (_, at) => new Date(ago(at * 10)));
  const Values = Timestamps.map((_, at) => (at === failedAt ? 1 : 0));
  cloudwatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [{ Timestamps, Values }] });
  const changes = await proveProbe(anAppliance(), { address, seen }, deps);
  return { changes, wrote: wrote(), asked: sent().filter(({ command }) => command.startsWith('Get')) };
}

const written = (stands: string) => ({
  command: 'CreateTags',
  input: {
    Resources: ['eipalloc-1'],
    Tags: [{ Key: TAG.probe, Value: `${probeFingerprint(anAppliance())} ${stands} ${NOW}` }],
  },
});

describe('a probe', () => {
  test('that nobody has watched yet is put on probation', async () => {
    expect(await proving({ tags: {}, seen: alarmIn('ok') })).toEqual({
      changes: ['the probe is on probation'],
      wrote: [written('since')],
      asked: [],
    });
  });

  test('that has succeeded for all of its five minutes has proven itself', async () => {
    const { changes, wrote, asked } = await proving({ tags: probation('since', ago(300)), seen: alarmIn('ok') });
    expect(changes).toEqual(['the probe has proven itself']);
    expect(wrote).toEqual([written('proven')]);
    expect(asked).toMatchObject([{ input: { StartTime: new Date(ago(300)), EndTime: new Date(NOW) } }]);
  });

  test('that failed once in them has not', async () => {
    const { changes, wrote } = await proving({
      ...{ tags: probation('since', ago(300)), seen: alarmIn('ok') },
      failedAt: 12,
    });
    expect({ changes, wrote }).toEqual({ changes: [], wrote: [] });
  });

  test.each<[string, Story]>([
    ['has proven itself', { tags: probation('proven', ago(90_000)), seen: alarmIn('ok') }],
    ['was put on probation 299 seconds ago', { tags: probation('since', ago(299)), seen: alarmIn('ok') }],
    ['fails', { tags: probation('since', ago(300)), seen: alarmIn('alarm') }],
    ['nobody has heard of lately', { tags: probation('since', ago(300)), seen: alarmIn('insufficient-data') }],
    ['has no alarm', { tags: probation('since', ago(300)), seen: {} }],
    ['has no alarm that could be read', { tags: probation('since', ago(300)), seen: undefined }],
  ])('that %s is left as it is, and its points are not paid for', async (_, story) => {
    expect(await proving(story)).toEqual({ changes: [], wrote: [], asked: [] });
  });
});
