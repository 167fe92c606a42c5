/** Points and alarm states, as the conformance kit reads them. */
import { DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { Clients } from '../clients.ts';

type CloudWatch = Pick<Clients, 'cloudwatch'>;

type LabPoint = { at: Date; value: number };

/** `AWS/EC2 StatusCheckFailed`, the maximum of each minute, oldest first. */
export async function statusCheckPoints(
  { cloudwatch }: CloudWatch,
  { instanceId, from, to }: { instanceId: string; from: Date; to: Date },
): Promise<LabPoint[]> {
  const points: LabPoint[] = [];
  let NextToken: string | undefined;
  do {
    const page: { NextToken?: string | undefined; points: LabPoint[] } = await pageOf(
      { cloudwatch },
      {
        ...{ instanceId, from, to },
        NextToken,
      },
    );
    points.push(...page.points);
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return points;
}

async function pageOf(
  { cloudwatch }: CloudWatch,
  { instanceId, from, to, NextToken }: { instanceId: string; from: Date; to: Date; NextToken: string | undefined },
) {
  const Metric = {
    ...{ Namespace: 'AWS/EC2', MetricName: 'StatusCheckFailed' },
    Dimensions: [{ Name: 'InstanceId', Value: instanceId }],
  };
  const answer = await cloudwatch.send(
    new GetMetricDataCommand({
      ...{ StartTime: from, EndTime: to, ScanBy: 'TimestampAscending', NextToken },
      MetricDataQueries: [{ Id: 'checks', MetricStat: { Metric, Period: 60, Stat: 'Maximum' } }],
    }),
  );
  const points = (answer.MetricDataResults ?? []).flatMap(({ Timestamps = [], Values = [] }) =>
    Timestamps.map((at, index) => ({ at, value: Values[index] ?? 0 })),
  );
  return { NextToken: answer.NextToken || undefined, points };
}

export async function alarmForLab(
  { cloudwatch }: CloudWatch,
  name: string,
): Promise<{ state: string; since: Date | undefined } | undefined> {
  const { MetricAlarms = [] } = await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  const [found] = MetricAlarms;
  return found && { state: found.StateValue ?? '', since: found.StateUpdatedTimestamp };
}
