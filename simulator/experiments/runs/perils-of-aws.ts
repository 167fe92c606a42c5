/** What AWS itself may do to a run: capacity, images, throttling, stale reads, late and doubled events. */
import type { Moment, ScenarioFault } from '../../stories/schema.ts';
import { anyMoment, before, begins, type Peril, type Plot, passes } from './peril.ts';

const ZONES = ['active', 'other', undefined] as const;

function capacity({ dice }: Plot): ScenarioFault {
  const zone = dice.pick(ZONES);
  const type = zone === undefined ? undefined : dice.pick(['live', undefined]);
  return { kind: 'no-capacity', zone, type, shows: dice.pick(['at-call', 'later'] as const) };
}

const alarmEvent = ({ dice }: Plot) => ({ rule: 'AlarmRule', times: dice.whole(1, 2) });

const rotation = (atSeconds: number, requestedBy = 'schedule'): Moment => ({ atSeconds, rotate: { requestedBy } });

const ZONE_PERILS: Peril[] = [
  {
    name: 'F4',
    draw: (plot) => {
      const stops = plot.dice.pick(['hang', 'fail'] as const);
      const zone = plot.dice.chance(0.8) ? 'active' : 'other';
      return passes(plot, { kind: 'zone-lost', zone, stops }, { min: 20, max: 900 });
    },
  },
  {
    name: 'F5',
    draw: (plot) => {
      const fault: ScenarioFault = { kind: 'zone-lost', zone: 'active', stops: plot.dice.pick(['hang', 'fail']) };
      return [
        { atSeconds: before(plot), fault },
        { atSeconds: anyMoment(plot) + plot.dice.whole(1, 600), repair: fault },
      ];
    },
  },
  { name: 'F11', draw: (plot) => passes(plot, capacity(plot), { min: 5, max: 300 }) },
  {
    name: 'F12',
    draw: (plot) => [
      ...passes(plot, { kind: 'no-capacity' }, { min: 300, max: 1800 }),
      ...passes(plot, { kind: 'throttled', share: 0.7, actions: ['RunInstances'] }, { min: 300, max: 900 }),
    ],
  },
  {
    name: 'F11',
    draw: (plot) =>
      passes(plot, { kind: 'stuck-pending', zone: plot.dice.pick(['active', 'other']) }, { min: 30, max: 300 }),
  },
  { name: 'F24', draw: (plot) => begins(before(plot), { kind: 'hung-stop', instance: 'active' }) },
];

/** Between its launch and its stop as well: a launched instance is no safer than the failed one. */
const REPLACEMENT_PERILS: Peril[] = (
  [
    ['F1', 'instance-dead'],
    ['F2', 'host-dead'],
    ['F3', 'ebs-hung'],
  ] as const
).map(([name, kind]) => ({
  name,
  draw: (plot) => begins(anyMoment(plot) + plot.dice.whole(0, 60), { kind, instance: 'replacement' }),
}));

const LAUNCH_CODES = [
  ['F13', 'VcpuLimitExceeded', 400],
  ['F14', 'InvalidAMIID.NotFound', 400],
  ['F14', 'InvalidAMIID.Unavailable', 400],
  ['F15', 'OptInRequired', 400],
  ['F19', 'InternalError', 500],
] as const;

const LAUNCH_PERILS: Peril[] = [
  ...LAUNCH_CODES.map(
    ([name, code, status]): Peril => ({
      name,
      draw: (plot) =>
        begins(before(plot), { kind: 'fail', action: 'RunInstances', code, status, times: plot.dice.whole(1, 4) }),
    }),
  ),
  {
    name: 'F14',
    draw: (plot) => {
      const image = plot.dice.pick(['newest', 'newest', 'previous'] as const);
      return passes(plot, { kind: 'image-broken', image, shows: plot.dice.pick(['at-call', 'later']) }, OUTLASTS);
    },
  },
  {
    name: 'F16',
    draw: (plot) => begins(before(plot), { kind: 'lose-answer', action: 'RunInstances', times: plot.dice.whole(1, 2) }),
  },
  { name: 'F29', draw: (plot) => begins(before(plot), { kind: 'image-never-answers', image: 'newest' }) },
];

const OUTLASTS = { min: 60, max: 1800 };

const API_PERILS: Peril[] = [
  {
    name: 'F17',
    draw: (plot) => passes(plot, { kind: 'stale-reads', seconds: plot.dice.whole(2, 15) }, { min: 20, max: 200 }),
  },
  {
    name: 'F19',
    draw: (plot) => passes(plot, { kind: 'throttled', share: plot.dice.whole(20, 95) / 100 }, { min: 10, max: 200 }),
  },
];

const EVENT_PERILS: Peril[] = [
  {
    name: 'F7',
    draw: (plot) =>
      begins(anyMoment(plot), {
        kind: 'alarm-flap',
        alarm: plot.dice.pick(['status-check', 'probe']),
        seconds: plot.dice.whole(10, 120),
      }),
  },
  {
    name: 'F8',
    draw: (plot) =>
      begins(before(plot), { kind: 'event-duplicated', afterSeconds: plot.dice.whole(0, 600), ...alarmEvent(plot) }),
  },
  {
    name: 'F8',
    draw: (plot) =>
      begins(before(plot), { kind: 'event-late', bySeconds: plot.dice.whole(5, 900), ...alarmEvent(plot) }),
  },
  { name: 'F9', draw: (plot) => begins(before(plot), { kind: 'event-lost', rule: 'AlarmRule', times: 1 }) },
];

const IMAGE_PERILS: Peril[] = [
  { name: 'F25', draw: (plot) => [rotation(anyMoment(plot), plot.dice.pick(['schedule', 'somebody']))] },
  {
    name: 'F26',
    draw: (plot) => {
      const atSeconds = plot.dice.seconds(0, plot.triggerSeconds);
      const fault: ScenarioFault = plot.dice.chance(0.5)
        ? { kind: 'image-slow', seconds: plot.dice.whole(900, 7200) }
        : { kind: 'image-fails' };
      return [{ atSeconds, fault }, rotation(atSeconds + 1)];
    },
  },
  {
    name: 'F32',
    draw: (plot) => {
      const atSeconds = anyMoment(plot);
      return [rotation(atSeconds), rotation(atSeconds + plot.dice.whole(1, 20), 'somebody')];
    },
  },
  {
    name: 'F32',
    draw: (plot) => {
      const atSeconds = anyMoment(plot);
      const lateSeconds = plot.dice.whole(1, 60);
      const again: Moment = { atSeconds: atSeconds + lateSeconds, rotate: { requestedBy: 'schedule', lateSeconds } };
      return [rotation(atSeconds), again];
    },
  },
  {
    name: 'F27',
    draw: (plot) => {
      const atSeconds = plot.dice.seconds(0, plot.triggerSeconds);
      const code = 'InvalidAMIID.Unavailable';
      const times = plot.dice.whole(1, 3);
      return [
        ...begins(atSeconds, { kind: 'fail', action: 'DeregisterImage', code, status: 400, times }),
        rotation(atSeconds + 1),
      ];
    },
  },
  // What EC2 is making is half-written, or boots and does not serve; nothing comes of it unless it is being made.
  { name: 'image', draw: (plot) => [{ atSeconds: anyMoment(plot), imageCannotBoot: true }] },
  { name: 'image', draw: (plot) => [{ atSeconds: anyMoment(plot), imageDoesNotServe: true }] },
];

export const PERILS_OF_AWS: Peril[] = [
  ...ZONE_PERILS,
  ...REPLACEMENT_PERILS,
  ...LAUNCH_PERILS,
  ...API_PERILS,
  ...EVENT_PERILS,
  ...IMAGE_PERILS,
];
