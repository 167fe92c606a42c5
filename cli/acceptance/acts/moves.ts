/** EC2's own event, and a planned move. */
import { lookAt, terminateEmulated } from '../../../shared/aws/lab/emulated-account.ts';
import { PLACE } from '../place.ts';
import { type Act, answeringWhenMoved, instanceIn, PERSON, run, takeoverOf, whyNot } from './act.ts';

export const instanceEvent: Act = {
  name: 'ec2-event',
  promise: "EC2's event of a terminated appliance is enough: it is replaced in another zone",
  run: async (stage) => {
    const [, appliance] = stage.appliances;
    const { account, service } = appliance;
    const before = stage.stepFunctions.executions.length;
    service.close();
    await terminateEmulated(stage.clients, account.instanceId);
    const arn = `arn:aws:ec2:${PLACE.region}:${PLACE.accountId}:instance/${account.instanceId}`;
    const [delivered] = await stage.deliver({
      ...{ source: 'aws.ec2', detailType: 'EC2 Instance State-change Notification', resources: [arn] },
      detail: { 'instance-id': account.instanceId, state: 'terminated' },
    });
    stage.plays.add("EC2's event of an instance that ends");
    const front = stage.stepFunctions.executions[before];
    if (!front) return { met: false, brief: `${delivered ? delivered.rule : 'no rule'} started no execution` };
    const said = await answeringWhenMoved(stage, appliance, () => takeoverOf(stage, front));
    const now = await lookAt(stage.clients, account);
    const zone = instanceIn(now, now.holder)?.zone ?? '';
    const met = said.status === 'SUCCEEDED' && now.holder === said.to && now.route === said.to && zone.endsWith('c');
    const brief = `${now.holder ?? 'no instance'} has address and route, in ${zone}`;
    return { met, brief, details: [`rule ${delivered?.rule}`, ...(met ? [] : [whyNot(said)])] };
  },
};

export const switchover: Act = {
  name: 'switchover',
  promise: 'a switchover moves everything to another zone and stops the old instance only after the new one answers',
  run: async (stage) => {
    const [, , { account }] = stage.appliances;
    const before = await lookAt(stage.clients, account);
    const input = { ...PERSON, appliance: account.name, mode: 'switchover', force: true };
    const said = await takeoverOf(stage, await run(stage, 'FailoverStateMachine', input));
    const now = await lookAt(stage.clients, account);
    const old = instanceIn(now, before.holder)?.state ?? 'unknown';
    const moved = now.holder === said.to && now.route === said.to && now.holder !== before.holder;
    const met = said.status === 'SUCCEEDED' && moved && ['stopping', 'stopped'].includes(old);
    const brief = `${before.holder} is ${old}, ${now.holder} has address and route`;
    return { met, brief, details: met ? [] : [whyNot(said)] };
  },
};
