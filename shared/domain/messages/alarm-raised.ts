/** An alarm of ours about an appliance, in words: CloudWatch tells a queue about it in JSON. */
import { compose, type Message, RUNBOOKS } from './message.ts';

type RaisedAlarm = {
  name: string;
  description: string;
  state: string;
  reason: string;
  at?: string | undefined;
};

/** `failover-prod-vpn-1-not-ready` is about `vpn-1`; of any other name nothing is left out. */
const applianceIn = (name: string): string =>
  /^failover-[a-z0-9]+-([a-z0-9-]{1,24})-(?:prober-silent|not-ready|image-age)$/.exec(name)?.[1] ?? name;

export function alarmRaised({ name, description, state, reason, at }: RaisedAlarm): Message {
  const appliance = applianceIn(name);
  return compose({
    ...{ appliance, kind: 'alarm', severity: 'warning' },
    headline: `alarm ${name} is in ${state}`,
    is: `The alarm ${name} went to ${state}.`,
    means: 'What it means, and what to do, is its description below.',
    lines: [
      ['Means', description],
      ['Reason', reason],
      ['Since', at],
    ],
    toDo: ['Do what its description says. The alarm sends nothing more until it has ended.'],
    runbooks: [RUNBOOKS.silence, RUNBOOKS.notReady, RUNBOOKS.rotationFailed],
    facts: { appliance, name, description, state, reason, at },
  });
}
