/**
 * Where the configuration asks for it: one dashboard of the deployment. Each graph has a line for each appliance, so that it reads
 * the same with one and with many.
 */
const { EVENT_METRICS } = require('../shared/domain/messages/event-metrics.ts');
const { PROBE_METRIC } = require('../shared/domain/probing/probe-metric.ts');
const { READINESS_METRICS } = require('../shared/domain/readiness/metric.ts');
const configuration = require('./configuration.cjs');
const { stageOf } = require('./stage.cjs');
const { pseudo } = require('./template.cjs');

/** The width of CloudWatch's grid. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const WIDTH = 24;
const HALF = { width: WIDTH / 2, height: 6 };

const GRAPHS = [
  { title: 'Failed probes', metric: PROBE_METRIC.name, stat: 'Maximum', period: 60 },
  { title: 'Ready for a takeover (1) or not (0)', metric: READINESS_METRICS.ready, stat: 'Minimum', period: 3600 },
  { title: 'Age of the newest good image, hours', metric: READINESS_METRICS.imageAge, stat: 'Maximum', period: 3600 },
  { title: 'Takeovers', metric: EVENT_METRICS.takeovers, stat: 'Sum', period: 3600 },
  { title: 'Outage until the first answer, seconds', metric: EVENT_METRICS.outage, stat: 'Maximum', period: 3600 },
  { title: 'Holds that people were notified of', metric: EVENT_METRICS.holds, stat: 'Sum', period: 3600 },
];

const ofAppliance = (metric, { name }) => [
  PROBE_METRIC.namespace,
  metric,
  PROBE_METRIC.dimension,
  name,
  { label: name },
];

const graph = ({ title, metric, stat, period }, index, appliances) => ({
  ...{ type: 'metric', x: (index % 2) * HALF.width, y: 2 + Math.floor(index / 2) * HALF.height, ...HALF },
  properties: {
    ...{ title, view: 'timeSeries', region: pseudo('Region'), stat, period },
    metrics: appliances.map((appliance) => ofAppliance(metric, appliance)),
    yAxis: { left: { min: 0 } },
  },
});

const title = (stage, appliances) => ({
  ...{ type: 'text', x: 0, y: 0, width: WIDTH, height: 2 },
  properties: {
    markdown: `## failover-${stage}\nFirst failed probes, then readiness, then what happened. ${appliances.length} protected. The command \`status\` says who serves now.`,
  },
});

module.exports = ({ options }) => {
  const { dashboard, appliances } = configuration;
  if (dashboard !== 'on') return {};
  const stage = stageOf(options);
  const widgets = [title(stage, appliances), ...GRAPHS.map((each, index) => graph(each, index, appliances))];
  return {
    Resources: {
      Dashboard: {
        Type: 'AWS::CloudWatch::Dashboard',
        Properties: {
          DashboardName: `failover-${stage}`,
          DashboardBody: { 'Fn::Sub': JSON.stringify({ start: '-P7D', widgets }) },
        },
      },
    },
  };
};
