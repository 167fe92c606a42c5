/** The alarms of each appliance that notify people directly, because our own functions may be what does not work. */
const { PROBE_METRIC } = require('../shared/domain/probing/probe-metric.ts');
const { READINESS_METRICS } = require('../shared/domain/readiness/metric.ts');
const { isFixed } = require('../shared/domain/images/naming.ts');
const { imageAgeHoursMax } = require('../shared/domain/images/schedule-gap.ts');
const { collectedAlarm, FIVE_MINUTES } = require('./alarm.cjs');
const { logicalName } = require('./template.cjs');

const noProbe = (appliance) => ({
  Namespace: PROBE_METRIC.namespace,
  MetricName: PROBE_METRIC.name,
  Dimensions: [{ Name: PROBE_METRIC.dimension, Value: appliance }],
  Statistic: 'SampleCount',
  Period: FIVE_MINUTES,
  Threshold: 1,
  ComparisonOperator: 'LessThanThreshold',
  TreatMissingData: 'breaching',
});

const HOUR = 3_600;

const ofReadiness = (Value, metric, Name = READINESS_METRICS.dimension) => ({
  Namespace: READINESS_METRICS.namespace,
  MetricName: metric,
  Dimensions: [{ Name, Value }],
  Period: HOUR,
});

/** The first red check is sent by notify; this is for what stays red, or is not checked at all, for hours. */
const staysRed = {
  Statistic: 'Minimum',
  EvaluationPeriods: 3,
  Threshold: 1,
  ComparisonOperator: 'LessThanThreshold',
  TreatMissingData: 'breaching',
};

const notReady = (appliance) => ({ ...ofReadiness(appliance, READINESS_METRICS.ready), ...staysRed });

/** Of all appliances together: an image that is too old is red as well. */
const noneReady = (stage) => ({
  ...ofReadiness(stage, READINESS_METRICS.ready, READINESS_METRICS.ofDeployment),
  ...staysRed,
});

/**
 * A missing age is covered by the alarm above. The oldest of an hour counts: with the youngest,
 * a single forged 0 would hide the age.
 */
const imageAge = (appliance, hoursMax) => ({
  ...ofReadiness(appliance, READINESS_METRICS.imageAge),
  Statistic: 'Maximum',
  Threshold: hoursMax,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'ignore',
});

const DESCRIPTION = {
  prober: (appliance) =>
    `Appliance ${appliance} has not been probed for five minutes: the prober does not run, is cut off, or cannot publish. This is no sign that the appliance failed; EC2's status checks and the sweep still watch it. Read the log of the function probe-appliance. See docs/operate/silence.md.`,
  notReady: (appliance) =>
    `For three hours no check has said that a failover of ${appliance} would succeed: it was red, could not tell, or was not made at all, as in the first hours after a deployment. Invoke the function check-readiness with { "appliance": "${appliance}" }: it says what is red and what to do. See docs/operate/not-ready.md.`,
  imageAge: (appliance, hoursMax) =>
    `The newest good image of ${appliance} is older than ${hoursMax} hours, which is what a failover now would lose. Look at the latest executions of the state machine rotation. See docs/operate/rotation-failed.md.`,
};

/** Nothing renews an image that is named by its id, so no age of it is a fault. */
function imageAgeAlarms(prefix, { name, image, rotation }) {
  if (isFixed({ image })) return [];
  const hoursMax = imageAgeHoursMax(rotation);
  const definition = collectedAlarm(
    `${prefix}-${name}-image-age`,
    DESCRIPTION.imageAge(name, hoursMax),
    imageAge(name, hoursMax),
  );
  return [[`ImageAgeAlarm${logicalName(name)}`, definition]];
}

/** One of each for every appliance. */
function alarmsOf(prefix, appliance) {
  const { name } = appliance;
  const id = logicalName(name);
  return [
    [
      `ProberSilentAlarm${id}`,
      collectedAlarm(`${prefix}-${name}-prober-silent`, DESCRIPTION.prober(name), noProbe(name)),
    ],
    [`NotReadyAlarm${id}`, collectedAlarm(`${prefix}-${name}-not-ready`, DESCRIPTION.notReady(name), notReady(name))],
    ...imageAgeAlarms(prefix, appliance),
  ];
}

module.exports = { alarmsOf, noneReady };
