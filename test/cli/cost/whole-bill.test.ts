/** The bill of the recipe's appliance, line by line, as people read it: so much of what, and how the number comes about. */
import { expect, test } from '@jest/globals';
import type { Use } from '../../../cli/cost/item.ts';
import { detection } from '../../../cli/cost/of-detection.ts';
import { readiness } from '../../../cli/cost/of-readiness.ts';
import { rotation } from '../../../cli/cost/of-rotation.ts';
import { takeover } from '../../../cli/cost/of-takeover.ts';
import { anAppliance } from '../../support/appliances.ts';

const inWords = ({ what, quantity, unit, because }: Use): string =>
  `${what}: ${Number(quantity.toPrecision(6))} ${unit}; ${because}`;

const appliance = anAppliance();

/** Each night's image is proven, and its service asked. */
const asked = anAppliance({
  rotation: { ...appliance.rotation, prove: 'always' },
  probe: { ...appliance.probe, subnets: ['subnet-1'] },
});

test.each<[string, Use[], string[]]>([
  [
    'a month of detection',
    detection([appliance]),
    [
      'prober: running: 276488 Lambda GB-s, arm64; 50.5 s of each minute, the last probe at 50 s; 128 MB',
      'prober: invocations: 43800 Lambda requests; each one',
      'prober: log: 0.01752 log GB; 400 bytes for each invocation',
      'prober: publishing: 43800 PutMetricData requests; 1 each minute for 6 probes that were answered',
      'prober: metric: 1 custom metrics; ProbeFailed of each',
      'alarm: status checks: 1 alarms; one of each appliance',
      'alarm: probe: 1 high-resolution alarms; a period under a minute',
      'alarm: prober silent: 1 alarms; one of each appliance',
      'alarm: sweep silent: 2 alarms; one, paid for each of its two metrics',
      'alarm: queues not empty: 2 alarms; undelivered events, untold news',
      'sweep: running: 32850 Lambda GB-s, arm64; 1.5 s each minute (simulated), 512 MB',
      'sweep: invocations: 43800 Lambda requests; each one',
      'sweep: log: 0.01752 log GB; 400 bytes for each invocation',
      'notify: running: 1095 Lambda GB-s, arm64; after each sweep 0.05 s, 512 MB',
      'notify: invocations: 43800 Lambda requests; each one',
      'notify: log: 0.01752 log GB; 400 bytes for each invocation',
      'messages: 20 SNS requests; 20 of each appliance',
      'e-mails: 20 e-mails; to 1 of notify',
      'schedules and events: 87600 EventBridge events; free: two schedules, and what AWS itself reports',
      'dead-letter queues: 0 SQS requests; empty while everything is delivered',
      'looks at the probe: 20 GetMetricData metrics; 20 assessments of each appliance',
    ],
  ],
  [
    'a month of rotation, proven weekly',
    rotation([appliance]),
    [
      'rotation: schedule: 30.4167 Scheduler invocations; each one',
      'rotation: state machine: 1294.88 state transitions; 38 each of 30.4 times (simulated), 32 more for each of 4.3 proofs',
      'rotation: running: 240.074 Lambda GB-s, arm64; 11.5 s each time (simulated), 30 s more with a proof, 512 MB',
      'rotation: invocations: 508.393 Lambda requests; each one',
      'rotation: log: 0.000203357 log GB; 400 bytes for each invocation',
      'proof: m5.large: 0.362103 m5.large hours; 4.3 proofs of 5 minutes (simulated); without its software',
      'proof: its volume: 0.0496032 gp3 GB-months; 100 GB for as long',
      'images: EBS snapshots: 26 EBS snapshot GB-months; 7 images kept, 20 GB in use of each appliance, of which 1 GB changes a day (assumed)',
      'alarm: rotation failed: 2 alarms; one, paid for each of its two metrics',
    ],
  ],
  [
    'a month of rotation, where each image is proven and asked',
    rotation([asked]),
    [
      'rotation: schedule: 30.4167 Scheduler invocations; each one',
      'rotation: state machine: 2129.17 state transitions; 38 each of 30.4 times (simulated), 32 more for each of 30.4 proofs',
      'rotation: running: 631.146 Lambda GB-s, arm64; 11.5 s each time (simulated), 30 s more with a proof, 512 MB',
      'rotation: invocations: 821.25 Lambda requests; each one',
      'rotation: log: 0.0003285 log GB; 400 bytes for each invocation',
      'proof: m5.large: 2.53472 m5.large hours; 30.4 proofs of 5 minutes (simulated); without its software',
      'proof: its volume: 0.347222 gp3 GB-months; 100 GB for as long',
      'proof: asking it: running: 247.135 Lambda GB-s, arm64; 30.4 proofs asked for 65 s (simulated), 128 MB; one that is silent for its whole bootLimitSeconds',
      'proof: asking it: invocations: 91.25 Lambda requests; each one',
      'proof: asking it: log: 0.0000365 log GB; 400 bytes for each invocation',
      'images: EBS snapshots: 26 EBS snapshot GB-months; 7 images kept, 20 GB in use of each appliance, of which 1 GB changes a day (assumed)',
      'alarm: rotation failed: 2 alarms; one, paid for each of its two metrics',
    ],
  ],
  [
    'a takeover',
    takeover(appliance),
    [
      'state machines: 94 state transitions; 24 (simulated), and 2 for each look at the service',
      'steps: running: 620 Lambda GB-s, arm64; 40 s, and a boot of 1200 s at the most, 512 MB',
      'steps: invocations: 47 Lambda requests; each one',
      'steps: log: 0.0000188 log GB; 400 bytes for each invocation',
      'messages: 2 SNS requests; it began, it ended',
      'e-mails: 2 e-mails; to 1 of notify',
    ],
  ],
  [
    'a month of readiness',
    readiness([appliance]),
    [
      'check: running: 5840 Lambda GB-s, arm64; 16 s each hour (simulated), 512 MB',
      'check: invocations: 730 Lambda requests; each one',
      'check: log: 0.000292 log GB; 400 bytes for each invocation',
      'dry runs: running: 6570 Lambda GB-s, arm64; 6 functions try their calls for each appliance, 18 s together (simulated), 512 MB',
      'dry runs: invocations: 4380 Lambda requests; each one',
      'dry runs: log: 0.001752 log GB; 400 bytes for each invocation',
      'notify: running: 18.25 Lambda GB-s, arm64; after each check 0.05 s, 512 MB',
      'notify: invocations: 730 Lambda requests; each one',
      'notify: log: 0.000292 log GB; 400 bytes for each invocation',
      'metrics: 2 custom metrics; Ready and ImageAgeHours of each',
      'publishing: 730 PutMetricData requests; one of each appliance each hour',
      'reading metrics: 1460 GetMetricData metrics; the probe of each, and the vCPUs in use',
      'alarm: not ready: 1 alarms; one of each appliance',
      'alarm: image age: 1 alarms; one of each appliance',
      'calls of AWS: 54750 API calls; free but for those above: 75 for each appliance, reads and dry runs',
    ],
  ],
])('%s', (_, uses, lines) => {
  expect(uses.map(inWords)).toEqual(lines);
});

test('a takeover is notified to each of notify', () => {
  const uses = takeover(anAppliance({ notify: ['ops@example.com', 'night@example.com'] }));
  expect(uses.map(inWords)).toContain('e-mails: 4 e-mails; to 2 of notify');
});

test('nothing is rotated beside an image that is named by its id', () => {
  const uses = rotation([anAppliance({ image: 'ami-0123456789abcdef0' })]);
  const quantities = Object.fromEntries(uses.map(({ what, quantity }) => [what, quantity]));
  expect(quantities).toMatchObject({ 'rotation: schedule': 0, 'rotation: running': 0, 'proof: m5.large': 0 });
});
