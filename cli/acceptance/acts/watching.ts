/** What the deployment does while nothing has failed: it adopts, probes, checks and rehearses. */
import { lookAt } from '../../../shared/aws/lab/emulated-account.ts';
import { type Fields, fieldsOf, listOf } from '../moto.ts';
import { STACK } from '../place.ts';
import type { Stage } from '../stage.ts';
import { type Act, outputOf, PERSON, run, scheduled, whyNot } from './act.ts';

/** The prober's minute, which passes beside the next acts. */
const minutes = new WeakMap<Stage, Promise<Fields>>();

function beginProbing(stage: Stage): void {
  const minute = stage.invoke('probe-appliance', scheduled()).then(fieldsOf);
  minute.catch(() => undefined);
  minutes.set(stage, minute);
}

const adoption: Act = {
  name: 'adoption',
  promise: 'within a minute the sweep adopts the instance that holds the address',
  run: async (stage) => {
    await stage.invoke('sweep', scheduled());
    beginProbing(stage);
    const found = await Promise.all(
      stage.appliances.map(async ({ account }) => {
        const { addressTags, instances } = await lookAt(stage.clients, account);
        const role = instances.find(({ id }) => id === account.instanceId)?.tags['failover:role'];
        const adopted = addressTags['failover:active-instance'] === account.instanceId && role === 'active';
        return adopted && addressTags['failover:owner'] === STACK ? account.instanceId : undefined;
      }),
    );
    const adopted = found.filter((each) => each !== undefined);
    return { met: adopted.length === found.length, brief: `adopted: ${adopted.join(', ') || 'none'}` };
  },
};

const probing: Act = {
  name: 'probing',
  promise: 'the prober asks the appliance for a minute and reports to CloudWatch',
  run: async (stage) => {
    const probed = listOf((await minutes.get(stage))?.appliances);
    const wrong = probed.filter(({ probes, failed, unknown }) => probes !== 6 || failed !== 0 || unknown !== 0);
    const brief = probed.map(({ appliance, probes, failed }) => `${appliance}: ${probes} probes, ${failed} failed`);
    return { met: probed.length === stage.appliances.length && wrong.length === 0, brief: brief.join('; ') };
  },
};

const readiness: Act = {
  name: 'readiness',
  promise: 'check-readiness reports for each check whether a takeover would succeed now, and changes nothing',
  run: async (stage) => {
    const [{ account }] = stage.appliances;
    const before = JSON.stringify(await lookAt(stage.clients, account));
    const answer = fieldsOf(await stage.invoke('check-readiness', { appliance: account.name }));
    const checks = listOf(listOf(answer.appliances)[0]?.checks);
    const named = (verdict: string) => checks.filter((each) => each.verdict === verdict);
    const same = before === JSON.stringify(await lookAt(stage.clients, account));
    const [green, red] = [named('ready'), named('not-ready')];
    const others = checks.filter(({ verdict }) => verdict !== 'ready' && verdict !== 'not-ready');
    return {
      met: same && green.length > 0 && red.length === 0,
      brief: `${green.length} of ${checks.length} checks green, ${red.length} red, changed ${same ? 'nothing' : 'something'}`,
      details: [
        ...(others.length > 0 ? [`neither green nor red: ${others.map(({ check }) => check).join(', ')}`] : []),
        ...red.map(({ check, sentence }) => `red: ${check}: ${sentence}`),
      ],
    };
  },
};

const rehearsal: Act = {
  name: 'rehearsal',
  promise: 'a rehearsal shows the plan and changes nothing',
  run: async (stage) => {
    const [{ account }] = stage.appliances;
    const before = JSON.stringify(await lookAt(stage.clients, account));
    const said = outputOf(
      await run(stage, 'FailoverStateMachine', { ...PERSON, appliance: account.name, mode: 'rehearse' }),
    );
    const same = before === JSON.stringify(await lookAt(stage.clients, account));
    const rehearsed = said.outcome === 'rehearsed';
    const brief = `${said.outcome ?? said.status}, changed ${same ? 'nothing' : 'something'}`;
    return { met: rehearsed && same, brief, details: rehearsed ? [] : [whyNot(said)] };
  },
};

export const WATCHING = { adoption, probing, readiness, rehearsal };
