/** What befalls the appliance itself in the night: F25, and every takeover that a rotation can meet. */

import type { Fault } from '../../../account/faults/fault.ts';
import { between } from '../../../random.ts';
import { pause } from '../../../stories/by-hand.ts';
import { chance, instancesOf, laterBy, oneOf, type Stage } from './stage.ts';
import type { Trouble } from './trouble.ts';

const HOUR = { min: 1_800, max: 7_200 };

/** The sweep comes every minute; these few find what is left to be found. */
const SWEPT_AFTER_SECONDS = [420, 1_200, 3_000];

function sweepAfterwards(stage: Stage): void {
  const { byItself } = stage.simulation;
  for (const seconds of SWEPT_AFTER_SECONDS) laterBy(stage, seconds, () => byItself.functions.send('sweep', {}));
}

/** As late as CloudWatch is, which is after the next change of a rotation as often as before it. */
function alarm(stage: Stage, instanceId: string): void {
  const { simulation, appliance, random } = stage;
  laterBy(stage, between(random, { min: 50, max: 240 }), () =>
    simulation.raiseAlarm({ appliance: appliance.name, kind: 'status-check', instanceId }),
  );
  sweepAfterwards(stage);
}

function death(stage: Stage, kind: 'instance-dead' | 'host-dead' | 'service-dead'): Fault[] | undefined {
  const { holder } = instancesOf(stage);
  if (holder?.state !== 'running') return undefined;
  if (kind !== 'service-dead') alarm(stage, holder.id);
  return [{ kind, instanceId: holder.id }];
}

function loseZone(stage: Stage, which: 'active' | 'other'): Fault[] | undefined {
  const { simulation, random } = stage;
  const { holder } = instancesOf(stage);
  if (!holder) return undefined;
  const zones = ['a', 'c', 'd'].map((letter) => `${simulation.world.region}${letter}`);
  const zone =
    which === 'active'
      ? holder.zone
      : oneOf(
          random,
          zones.filter((each) => each !== holder.zone),
        );
  // Half of the outages end before anybody is alarmed.
  if (which === 'active' && chance(stage, 0.5)) alarm(stage, holder.id);
  return [{ kind: 'zone-lost', zone, stops: oneOf(random, ['hang', 'fail']) }];
}

function switchOver(stage: Stage): boolean {
  const { simulation, appliance } = stage;
  const asked = { appliance: appliance.name, mode: 'switchover', requestedBy: 'ada', reason: 'maintenance at night' };
  simulation.startFailover(asked);
  sweepAfterwards(stage);
  return true;
}

function holderFault(kind: 'stopped-by-ec2' | 'stopped-by-person' | 'guest-reboot'): Trouble['faults'] {
  return (stage) => {
    const { holder } = instancesOf(stage);
    if (holder?.state !== 'running') return undefined;
    if (kind !== 'guest-reboot') return [{ kind, instanceId: holder.id }];
    const seconds = Math.round(between(stage.random, { min: 20, max: 300 }));
    return [{ kind, instanceId: holder.id, seconds, checks: oneOf(stage.random, ['pass', 'fail']) }];
  };
}

export const INSTANCE_TROUBLES: Record<string, Trouble> = {
  'F25 the operating system dies': { weight: 5, seconds: HOUR, faults: (stage) => death(stage, 'instance-dead') },
  'F25 the host dies': { weight: 2, seconds: HOUR, faults: (stage) => death(stage, 'host-dead') },
  'the service falls silent': { weight: 2, seconds: HOUR, faults: (stage) => death(stage, 'service-dead') },
  'the zone of the active one is lost': { weight: 2, seconds: HOUR, faults: (stage) => loseZone(stage, 'active') },
  'another zone is lost': { weight: 3, seconds: HOUR, faults: (stage) => loseZone(stage, 'other') },
  'F25 a person switches over': { weight: 5, seconds: HOUR, deed: switchOver },
  'EC2 stops it': { weight: 1, seconds: HOUR, faults: holderFault('stopped-by-ec2') },
  'a person stops it': { weight: 1, seconds: HOUR, faults: holderFault('stopped-by-person') },
  'it reboots': { weight: 3, seconds: { min: 300, max: 301 }, faults: holderFault('guest-reboot') },
  'an operator pauses': {
    weight: 2,
    seconds: HOUR,
    deed: ({ simulation, appliance }) => pause(simulation.world, appliance, 300) !== '',
  },
};
