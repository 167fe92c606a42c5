/** GetMetricData for metrics, without expressions: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
import type { GetMetricDataInput, GetMetricDataOutput, MetricDataQuery, MetricStat } from '@aws-sdk/client-cloudwatch';
import { POINTS_KEPT_MS } from '../../durations.ts';
import { NotSimulatedError, onlyKnows } from '../aws-error.ts';
import type { World } from '../world.ts';
import { type Period, readPeriods, refuseUnknownMetric } from './points.ts';
import { invalid, offsetOf, required, tokenOf } from './refusals.ts';
import { dimensionsIn, type Span } from './series.ts';

const QUERIES_MAX = 500;
const POINTS_MAX = 100_800;

const KNOWN = ['MetricDataQueries', 'StartTime', 'EndTime', 'ScanBy', 'NextToken', 'MaxDatapoints'];

type Query = { id: string; label: string; periods: Period[] };

function periodOf({ Period: seconds = 0 }: MetricStat): number {
  if (![1, 5, 10, 20, 30].includes(seconds) && (seconds < 60 || seconds % 60 !== 0)) {
    throw invalid(`the period ${seconds} must be 1, 5, 10, 20, 30 or a multiple of 60`);
  }
  return seconds;
}

/** Rounded down to a whole minute, or to the period where that is shorter: the answer may begin before the question. */
function beginning(world: World, { fromMs }: Span, seconds: number): number {
  if (seconds >= 60 && fromMs < world.clock.nowMs() - POINTS_KEPT_MS) {
    throw new NotSimulatedError('the simulator keeps the points of the last hours only');
  }
  const gridMs = ([5, 10, 20, 30].includes(seconds) ? seconds : 60) * 1000;
  return Math.floor(fromMs / gridMs) * gridMs;
}

function answerTo(world: World, query: MetricDataQuery, { span }: { span: Span }): Query {
  onlyKnows(query, { what: 'member of MetricDataQueries', known: ['Id', 'MetricStat', 'Label'] });
  const id = required(query.Id, { name: 'id' });
  if (!/^[a-z][a-zA-Z0-9_]{0,254}$/.test(id)) throw invalid(`the id ${id} must match ^[a-z][a-zA-Z0-9_]*$`);
  const stat = required(query.MetricStat, { name: 'metricStat' });
  onlyKnows(stat, { what: 'member of MetricStat', known: ['Metric', 'Period', 'Stat'] });
  const { Namespace: namespace = '', MetricName: name = '', Dimensions } = required(stat.Metric, { name: 'metric' });
  const metric = { namespace, name, dimensions: dimensionsIn(Dimensions) };
  refuseUnknownMetric(metric);
  const seconds = periodOf(stat);
  const cut = { fromMs: beginning(world, span, seconds), toMs: span.toMs, periodMs: seconds * 1000 };
  const periods = readPeriods(world, metric, { ...cut, statistic: required(stat.Stat, { name: 'stat' }) });
  return { id, label: query.Label ?? name, periods };
}

function spanIn({ StartTime, EndTime }: GetMetricDataInput): Span {
  const fromMs = required(StartTime, { name: 'startTime' }).getTime();
  const toMs = required(EndTime, { name: 'endTime' }).getTime();
  if (toMs <= fromMs) throw invalid('the parameter StartTime must be less than the parameter EndTime');
  return { fromMs, toMs };
}

function pageIn(world: World, { MaxDatapoints = POINTS_MAX, NextToken }: GetMetricDataInput) {
  if (MaxDatapoints < 1 || MaxDatapoints > POINTS_MAX) throw invalid(`MaxDatapoints is ${MaxDatapoints}`);
  const { first, later } = world.cloudwatch.pointsPerPage;
  const from = offsetOf(NextToken);
  return { from, to: from + Math.min(MaxDatapoints, NextToken === undefined ? first : later) };
}

/** A page holds so many points of all queries together; a query whose points go on in the next one is partial. */
export function getMetricData(world: World, input: GetMetricDataInput): GetMetricDataOutput {
  onlyKnows(input, { what: 'GetMetricData parameter', known: KNOWN });
  const queries = required(input.MetricDataQueries, { name: 'metricDataQueries' });
  if (queries.length === 0 || queries.length > QUERIES_MAX) throw invalid(`there are ${queries.length} queries`);
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) throw invalid('the ids of queries must be unique');
  const span = spanIn(input);
  const page = pageIn(world, input);
  const newestFirst = input.ScanBy !== 'TimestampAscending';
  let offset = 0;
  const MetricDataResults = queries.map((query) => {
    const { id, label, periods } = answerTo(world, query, { span });
    const ordered = newestFirst ? periods.toReversed() : periods;
    const shown = ordered.slice(Math.max(0, page.from - offset), Math.max(0, page.to - offset));
    offset += ordered.length;
    const Timestamps = shown.map(({ startMs }) => new Date(startMs));
    const StatusCode = offset > page.to ? ('PartialData' as const) : ('Complete' as const);
    return { Id: id, Label: label, Timestamps, Values: shown.map(({ value }) => value), StatusCode };
  });
  return { MetricDataResults, Messages: [], ...(page.to < offset && { NextToken: tokenOf(page.to) }) };
}
