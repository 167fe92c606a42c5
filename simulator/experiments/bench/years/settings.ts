/** What the appliance of one simulated year is set to: drawn, so that every setting meets every trouble. */
import type { Appliance, Configuration, Keep } from '../../../../shared/domain/appliance.ts';
import { type Random, seededRandom } from '../../../random.ts';
import { oneOf } from './stage.ts';

const NONE = { daily: 0, weekly: 0, monthly: 0 };

const KEEPS: Keep[] = [
  { last: 3, ...NONE },
  { last: 7, ...NONE },
  { last: 14, ...NONE },
  { last: 3, daily: 7, weekly: 4, monthly: 6 },
  { last: 3, daily: 0, weekly: 8, monthly: 12 },
];

/** A proof costs as many calls as everything else, so that `always` is seldom. */
const PROVES: Appliance['rotation']['prove'][] = ['never', 'never', 'weekly', 'weekly', 'weekly', 'always'];

function rotationOf(random: Random): Appliance['rotation'] {
  const maxAgeDays = oneOf(random, [undefined, undefined, 10, 45]);
  return {
    schedule: 'cron(0 3 * * ? *)',
    timezone: oneOf(random, ['UTC', 'Asia/Tokyo', 'Europe/Berlin', 'America/Los_Angeles']),
    keep: oneOf(random, KEEPS),
    ...(maxAgeDays && { maxAgeDays }),
    lineDays: 30,
    reboot: random() < 0.25,
    prove: oneOf(random, PROVES),
  };
}

/** Apart from the stream of the others: a year without a standby stays what it was. */
const OWN_STREAM = 0x1b873593;

/** One year in three has one, of either tier. What stands is a proof that is kept, so each night has one. */
function standbyOf(model: Appliance, seed: number): Partial<Pick<Appliance, 'standby'>> {
  const random = seededRandom((seed * 31) ^ OWN_STREAM);
  if (random() > 1 / 3) return {};
  return { standby: { ...model.standby, tier: oneOf(random, ['running', 'stopped']) } };
}

/** The first appliance of the configuration alone; one in three is a Sophos, whose silence is excused for minutes. */
export function settingsOf(configuration: Configuration, seed: number): Configuration & { appliances: [Appliance] } {
  const [model] = configuration.appliances;
  if (!model) throw new Error('the configuration names no appliance');
  const random = seededRandom(seed * 31 + 7);
  const patient = random() < 1 / 3;
  const appliance: Appliance = {
    ...model,
    ...(patient ? {} : { profile: 'generic', rebootGraceSeconds: 0, bootLimitSeconds: 600 }),
    instanceTypes: oneOf(random, [[], ['m5.xlarge']]),
    rotation: rotationOf(random),
    ...standbyOf(model, seed),
  };
  if (appliance.standby.tier !== 'cold') appliance.rotation = { ...appliance.rotation, prove: 'always' };
  return { ...configuration, appliances: [appliance] };
}
