/** PutMetricData, to its limits: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html */
import type { Dimension, MetricDatum, PutMetricDataInput } from '@aws-sdk/client-cloudwatch';
import { POINT_LAG_MS } from '../../durations.ts';
import { between } from '../../random.ts';
import { onlyKnows } from '../aws-error.ts';
import type { World } from '../world.ts';
import { invalid, required } from './refusals.ts';
import { dimensionsIn, recordPoint } from './series.ts';

const POINTS_MAX = 1000;
const BYTES_MAX = 1_048_576;
const DIMENSIONS_MAX = 30;
const VALUE_MAX = 2 ** 360;
const OLDEST_MS = 14 * 86_400_000;
const NEWEST_MS = 2 * 3_600_000;

const KNOWN = ['Namespace', 'MetricData'];
const KNOWN_OF_DATUM = ['MetricName', 'Dimensions', 'Timestamp', 'Value', 'Unit', 'StorageResolution'];

/** Printable ASCII; a namespace of AWS's own is not for customers. */
const TEXT = /^[ -~]{1,255}$/;
const DIMENSION_VALUE = /^[ -~]{1,1024}$/;

function refuseDimensions(dimensions: Dimension[]): void {
  if (dimensions.length > DIMENSIONS_MAX) throw invalid(`a metric has at most ${DIMENSIONS_MAX} dimensions`);
  for (const { Name = '', Value = '' } of dimensions) {
    const right = TEXT.test(Name) && !Name.startsWith(':') && DIMENSION_VALUE.test(Value) && Value.trim() !== '';
    if (!right) throw invalid(`the dimension "${Name}" = "${Value}" is not valid`);
  }
}

function refuseDatum(world: World, datum: MetricDatum): void {
  onlyKnows(datum, { what: 'member of MetricData', known: KNOWN_OF_DATUM });
  const { MetricName = '', Dimensions = [], Timestamp, Value, StorageResolution = 60 } = datum;
  if (!TEXT.test(MetricName)) throw invalid(`"${MetricName}" is no name of a metric`);
  refuseDimensions(Dimensions);
  if (!(Math.abs(required(Value, { name: 'value' })) <= VALUE_MAX)) throw invalid(`${Value} is no value`);
  if (StorageResolution !== 1 && StorageResolution !== 60) throw invalid(`StorageResolution is ${StorageResolution}`);
  const agoMs = Timestamp ? world.clock.nowMs() - Timestamp.getTime() : 0;
  const inTime = agoMs <= OLDEST_MS && -agoMs <= NEWEST_MS;
  if (!inTime) throw invalid('Timestamp must be at most two weeks in the past and two hours in the future');
}

/** All or nothing: one point that is refused refuses the request. */
export function putMetricData(world: World, input: PutMetricDataInput): object {
  onlyKnows(input, { what: 'PutMetricData parameter', known: KNOWN });
  const namespace = required(input.Namespace, { name: 'namespace' });
  const data = required(input.MetricData, { name: 'metricData' });
  if (!TEXT.test(namespace) || namespace.startsWith('AWS/')) throw invalid(`the namespace "${namespace}" is not valid`);
  if (data.length === 0 || data.length > POINTS_MAX) throw invalid(`metricData has ${data.length} members`);
  if (Buffer.byteLength(JSON.stringify(input)) > BYTES_MAX) throw invalid('the request is larger than 1 MB');
  for (const datum of data) refuseDatum(world, datum);
  const nowMs = world.clock.nowMs();
  const readableFromMs = nowMs + between(world.random, POINT_LAG_MS);
  for (const { MetricName = '', Dimensions, Timestamp, Value = 0, StorageResolution = 60 } of data) {
    const metric = { namespace, name: MetricName, dimensions: dimensionsIn(Dimensions) };
    const resolutionMs = StorageResolution * 1000;
    const atMs = Math.floor((Timestamp?.getTime() ?? nowMs) / resolutionMs) * resolutionMs;
    recordPoint(world, metric, { atMs, value: Value, readableFromMs });
  }
  return {};
}
