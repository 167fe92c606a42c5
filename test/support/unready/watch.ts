/** What keeps a failure from being noticed, or from being acted on. */
import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch';
import type { Appliance } from '../../../shared/domain/appliance.ts';
import { probeFingerprint, writeProbation } from '../../../shared/domain/probing/probation.ts';
import { TAG } from '../../../shared/domain/snapshot.ts';
import { anAppliance } from '../appliances.ts';
import { sayOfProbe } from '../probe-word.ts';
import { prove } from '../swept.ts';
import { agoIn, type Break, swept, tagIts, takeAway } from './breaking.ts';
import type { Unready } from './cases.ts';

type AlarmKind = 'status-check' | 'probe';

const alarmOf = (kind: AlarmKind): string => `failover-dev-sophos-${kind}`;

const deleted =
  (kind: AlarmKind): Break =>
  (simulation) => {
    simulation.world.cloudwatch.alarms.delete(alarmOf(kind));
    const sweep = swept(simulation);
    return async () => {
      await sweep();
      // An alarm that is put anew does not know that the probe has proven itself.
      prove(simulation);
    };
  };

const altered =
  (kind: AlarmKind, definition: Partial<PutMetricAlarmInput>): Break =>
  (simulation) => {
    const { alarms } = simulation.world.cloudwatch;
    const alarm = alarms.get(alarmOf(kind));
    if (!alarm) throw new Error(`there is no ${alarmOf(kind)}`);
    alarms.set(alarm.name, { ...alarm, definition: { ...alarm.definition, ...definition } });
    return swept(simulation);
  };

/** `configuration` is what the deployed functions carry, so that a changed mode is a new deployment. */
const observing: Break = async ({ configuration, invoke }) => {
  const [appliance] = configuration.appliances;
  if (!appliance) throw new Error('there is no appliance');
  const deploy = (mode: Appliance['mode']): Promise<unknown> => {
    appliance.mode = mode;
    // The launch template follows: only in mode auto do replacements do without EC2's own recovery.
    return invoke('sweep', {});
  };
  await deploy('observe');
  return () => deploy('auto');
};

/** What the deployed functions carry, and hosts that have gone since. */
const ownReferencesGone: Break = ({ configuration, inject, repair }) => {
  const gone = { kind: 'prober-cut-off', functionName: 'check-readiness' } as const;
  configuration.references = ['www.example.com'];
  inject(gone);
  return () => {
    delete configuration.references;
    repair(gone);
  };
};

export const WATCH: Unready[] = [
  {
    check: 'references',
    how: 'none of the references that the file names answers',
    breakIt: ownReferencesGone,
    says: /^no reference answers: ec2\.ap-northeast-1\.amazonaws\.com \(no answer in 3000 ms\), .*: name hosts under references/,
  },
  {
    check: 'subscribers',
    how: 'a mail scanner has unsubscribed the operator',
    breakIt: ({ world }) => takeAway(world.sns.subscriptions),
    says: /ops@example.com is not subscribed; .*: aws sns subscribe --topic-arn .*failover-dev-notifications/,
  },
  {
    check: 'concurrency',
    how: 'the account runs fewer functions at once than it needs',
    breakIt: ({ world }) => {
      const { functions } = world;
      world.functions = { ...functions, concurrentExecutions: 9 };
      return () => {
        world.functions = functions;
      };
    },
    says: /runs only 9 functions at once, and 10 may be needed .*; ask for 1000 .*L-B99A9384/,
  },
  {
    check: 'paused',
    how: 'a person has paused it',
    breakIt: (simulation) => tagIts(simulation, { [TAG.pausedUntil]: agoIn(simulation, -3_600) }),
    says: /paused until .*; resume with: npm run failover -- resume sophos --stage dev/,
  },
  {
    check: 'paused',
    how: 'its pause has no date that anybody can read',
    breakIt: (simulation) => tagIts(simulation, { [TAG.pausedUntil]: 'tomorrow' }),
    says: /is "tomorrow", which is not a valid time, and it holds; resume with/,
  },
  {
    check: 'paused',
    how: 'it is only observed',
    breakIt: observing,
    says: /mode is observe: .*; set mode: auto, and deploy/,
  },
  {
    check: 'alarms',
    how: 'the status check alarm was deleted by hand',
    breakIt: deleted('status-check'),
    says: /status check alarm does not exist; the sweep does it within minutes/,
  },
  {
    check: 'alarms',
    how: 'the probe alarm was deleted by hand',
    breakIt: deleted('probe'),
    says: /probe alarm does not exist; the sweep does it within minutes/,
  },
  {
    check: 'alarms',
    how: 'the status check alarm watches another instance',
    breakIt: async (simulation, active) => {
      const repair = await altered('status-check', { Dimensions: [{ Name: 'InstanceId', Value: 'i-0former' }] })(
        simulation,
        active,
      );
      return async () => {
        await repair();
        // The alarm says who was active before, so that the probe proves itself anew.
        prove(simulation);
      };
    },
    says: /status check alarm watches i-0former and not i-\w+; the sweep does it within minutes/,
  },
  {
    check: 'alarms',
    how: 'the probe alarm was made more patient by hand',
    breakIt: altered('probe', { EvaluationPeriods: 60, DatapointsToAlarm: 60 }),
    says: /probe alarm was changed; the sweep does it within minutes/,
  },
  {
    check: 'probe',
    how: 'the prober has fallen silent',
    breakIt: async ({ clock }) => {
      await clock.sleep(120_000);
      return () => undefined;
    },
    says: /said nothing for more than 90 s; read its log/,
  },
  {
    check: 'probe',
    how: 'the probe was never let in',
    breakIt: (simulation) => {
      const since = { stands: 'since', since: agoIn(simulation, 1_000) } as const;
      sayOfProbe(simulation, writeProbation(probeFingerprint(anAppliance()), since));
      return () => prove(simulation);
    },
    says: /has no vote \(docs\/operate\/probe-unproven.md\)/,
  },
];
