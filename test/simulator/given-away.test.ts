/** The address of an adopted appliance at a machine that is not the appliance's: nothing follows it, with the roles enforced. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../shared/domain/snapshot.ts';
import { allTrue, truth } from '../../simulator/account/consistency.ts';
import { field, parsed, text } from '../../simulator/account/field.ts';
import { latest } from '../../simulator/account/sfn/execution.ts';
import { adoptLongAgo } from '../../simulator/stories/adopted.ts';
import { giveAwayAddress } from '../../simulator/stories/by-hand.ts';
import { type Simulation, simulate } from '../../simulator/stories/simulation.ts';
import { anAppliance } from '../support/appliances.ts';
import { alter } from '../support/console-hands.ts';
import { addressIn, addressTagsIn } from '../support/swept.ts';

const appliance = anAppliance();
const configuration = { appliances: [appliance] };

const played = (story: (simulation: Simulation) => Promise<void>) =>
  simulate({ configuration, seed: 5, automatic: true, roles: 'enforced' }, async (simulation) => {
    await adoptLongAgo(simulation);
    await story(simulation);
  });

/** To a small machine of another name, which answers on the port of the probe. */
function giveToDatabase(simulation: Simulation): { database: string; active: string } {
  const active = addressIn(simulation).instanceId ?? '';
  giveAwayAddress(simulation.world, appliance, { id: active });
  const database = addressIn(simulation).instanceId ?? '';
  alter(simulation.world, database, { type: 't3.nano', tags: { Name: 'database' } });
  return { database, active };
}

const templateIn = ({ world }: Simulation) =>
  allTrue(world.ec2.launchTemplates).flatMap(({ versions }) => versions.map(({ data }) => data.InstanceType));

const watchedIn = ({ world }: Simulation) =>
  world.cloudwatch.alarms.get('failover-dev-sophos-status-check')?.definition.Dimensions?.[0]?.Value;

const mailsSince = ({ world }: Simulation, startMs: number, kind: string) =>
  world.publications.filter(({ atMs, attributes }) => atMs >= startMs && attributes.kind === kind);

/** Of the newest takeover, as its record says. */
function problemsIn({ world }: Simulation): string[] {
  const takeover = world.stepFunctions.executions.findLast(({ name }) => name.startsWith('takeover-'));
  const { output, cause } = takeover ? latest(takeover) : {};
  const problems = field(parsed(output ?? cause), 'problems');
  return Array.isArray(problems) ? problems.map((problem) => text(field(problem, 'kind'))) : [];
}

describe('the address at a t3.nano named database', () => {
  test('is followed by no template, tag or alarm, and operators are notified once, by name and with the command', () =>
    played(async (simulation) => {
      const startMs = simulation.clock.nowMs();
      const before = templateIn(simulation);
      const { database, active } = giveToDatabase(simulation);
      await simulation.clock.sleep(10 * 60_000);
      expect(templateIn(simulation)).toEqual(before);
      expect(watchedIn(simulation)).toBe(active);
      expect(addressTagsIn(simulation)[TAG.activeInstance]).toBe(active);
      expect(truth(simulation.world.ec2.instances, database)?.tags).toEqual({ Name: 'database' });
      const mails = mailsSince(simulation, startMs, 'not-adopted');
      expect(mails).toHaveLength(1);
      expect(mails[0]?.message).toContain(`${database}, named "database", holds the address`);
      expect(mails[0]?.message).toContain(`npm run failover -- vouch sophos ${database} --reason "WHY" --stage dev`);
      expect(mails[0]?.message).toContain(`back to ${active}`);
    }));

  test('is taken over by hand on the right type, and the database is not stopped', () =>
    played(async (simulation) => {
      const { database } = giveToDatabase(simulation);
      await simulation.clock.sleep(3 * 60_000);
      const input = { appliance: 'sophos', mode: 'failover', requestedBy: 'ada', reason: 'back', force: true };
      await simulation.ended(simulation.startFailover(input));
      await simulation.clock.sleep(10 * 60_000);
      expect(truth(simulation.world.ec2.instances, database)?.tags).toEqual({ Name: 'database' });
      expect(problemsIn(simulation)).toEqual(['stop-unseen']);
      const holder = truth(simulation.world.ec2.instances, addressIn(simulation).instanceId ?? '');
      expect(holder).toMatchObject({ type: 'm5.large' });
      expect(holder?.id).not.toBe(database);
      expect(truth(simulation.world.ec2.instances, database)?.state).toBe('running');
      const stops = simulation.world.calls.filter(({ action }) => action === 'StopInstances');
      expect(stops.filter(({ input: asked }) => JSON.stringify(asked).includes(database))).toEqual([]);
    }));

  test('is adopted once a person has vouched for it, as docs/operate/drift.md says', () =>
    played(async (simulation) => {
      const { database } = giveToDatabase(simulation);
      await simulation.clock.sleep(3 * 60_000);
      simulation.stepFunctions.start({
        machine:
          simulation.deployment.takeoverMachineArn
            .split(':')
            .at(-1)
            ?.replace(/takeover$/, 'rotation') ?? '',
        name: 'vouch-1',
        input: JSON.stringify({ appliance: 'sophos', vouch: database, requestedBy: 'ada' }),
      });
      await simulation.clock.sleep(5 * 60_000);
      expect(addressTagsIn(simulation)[TAG.activeInstance]).toBe(database);
      expect(watchedIn(simulation)).toBe(database);
      expect(truth(simulation.world.ec2.instances, database)?.tags).toMatchObject({
        [TAG.appliance]: 'sophos',
        [TAG.role]: 'active',
      });
    }));
});
