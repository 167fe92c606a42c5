/** Readiness of what a takeover moves, and of what would notice that it has to. */
import { readPause } from '../decision/pauses.ts';
import { secondsBetween } from '../instants.ts';
import { commandFor, stageOfOwner } from '../messages/command-line.ts';
import { foreignOwner } from '../ownership.ts';
import { probationOf } from '../probing/probation.ts';
import { PROBE_FRESH_SECONDS } from '../probing/probe-metric.ts';
import { type Address, type Route, TAG } from '../snapshot.ts';
import { describeRoute, leadsTo } from '../traffic/route.ts';
import { routingOf } from '../traffic/route-rules.ts';
import { type Facts, type Judgement, judgeFound, judgeKnown, notReady, ready, unknown } from './verdict.ts';

const SWEEP = 'the sweep does it within minutes, or says why it does not';

export const judgeAddress = ({ address, owner }: Facts): Judgement =>
  judgeFound(address, (found) => heldBy(found, owner), 'name one of this account and Region under floatingIp');

function heldBy(address: Address, owner: string): Judgement {
  const { publicIp, instanceId, tags } = address;
  const other = foreignOwner(address, owner);
  if (other !== undefined)
    return notReady(`${publicIp} belongs to ${other}; take it over on purpose, or let that stack protect it`);
  if (!instanceId) return notReady(`${publicIp} is attached to no instance; associate it with the one that serves`);
  if (tags[TAG.owner] === undefined) return notReady(`${publicIp} has no owner yet; ${SWEEP}`);
  const recorded = tags[TAG.activeInstance];
  return recorded === instanceId
    ? ready(`${publicIp} is held by ${instanceId}`)
    : notReady(`${publicIp} is held by ${instanceId}, and ${recorded ?? 'none'} is recorded as active; ${SWEEP}`);
}

export const judgeAdopted = ({ active }: Facts): Judgement =>
  judgeFound(active, ({ instanceId, reasons }) =>
    reasons.length === 0
      ? ready(`${instanceId} can be carried over`)
      : notReady(
          `${instanceId} cannot be carried over: ${reasons.join('; ')}; fix each of these (docs/operate/not-ready.md)`,
        ),
  );

export const judgePaused = ({ address, appliance, now, owner }: Facts): Judgement =>
  judgeKnown(address, (found) => {
    const pause = readPause(found, now);
    const resume = `resume with: ${commandFor({ verb: 'resume', appliance: appliance.name, stage: stageOfOwner(owner) })}`;
    if (pause.kind === 'until') return notReady(`automatic takeovers are paused until ${pause.until}; ${resume}`);
    if (pause.kind === 'malformed') {
      return notReady(`${TAG.pausedUntil} is "${pause.value}", which ${pause.why}, and it holds; ${resume}`);
    }
    if (appliance.mode === 'observe') {
      return notReady('mode is observe: a failure is reported and nothing is taken over; set mode: auto, and deploy');
    }
    return ready('automatic takeovers are not paused');
  });

const interfaceOf = ({ address, active }: Facts): string | undefined =>
  (address.found === 'read' ? address.answer.networkInterfaceId : undefined) ??
  (active.found === 'read' ? active.answer.networkInterfaceId : undefined);

const isLocal = ({ target }: Route): boolean => target.kind === 'other' && target.id === 'local';

/** Every table has the local route, and only a person knows that this one is to be replaced. */
const LOCAL =
  'a takeover replaces no local route: aim it at the interface once (aws ec2 replace-route with --network-interface-id), and the rest by hand or with a switchover';

export function judgeRoutes(facts: Facts): Judgement {
  const aim = interfaceOf(facts);
  const aimed = (routes: Route[]): Judgement => {
    if (aim === undefined) return unknown('the network interface to which the routes should lead is not known');
    const misdirected = routes.filter(
      (route) => !leadsTo(route, aim) || ('blackhole' in route.target && route.target.blackhole),
    );
    if (misdirected.length > 0) {
      return notReady(
        `not to ${aim}: ${misdirected.map(describeRoute).join(', ')}; ${misdirected.some(isLocal) ? LOCAL : 'aim them at it by hand, or start a switchover'}`,
      );
    }
    if (routes.length > 0 && facts.active.found === 'read' && facts.active.answer.forwards === false) {
      return notReady(
        `${routes.length} routes lead to ${aim}, which does not forward: its source/destination check is on; switch it off: aws ec2 modify-network-interface-attribute --network-interface-id ${aim} --no-source-dest-check`,
      );
    }
    return ready(`${routes.length} routes lead to ${aim}`);
  };
  return judgeFound(facts.routes, aimed, `name tables that are there under ${routingOf(facts.appliance).field}`);
}

export function judgeAlarms({ alarms, address }: Facts): Judgement {
  const holder = address.found === 'read' ? address.answer.instanceId : undefined;
  return judgeFound(alarms, ({ statusCheck, probe }) => {
    const wrong = [
      ...(statusCheck ? [] : ['the status check alarm does not exist']),
      ...(probe ? [] : ['the probe alarm does not exist']),
      ...(statusCheck?.asWanted === false ? ['the status check alarm was changed'] : []),
      ...(probe?.asWanted === false ? ['the probe alarm was changed'] : []),
      ...(statusCheck && holder && statusCheck.instanceId !== holder
        ? [`the status check alarm watches ${statusCheck.instanceId ?? 'nothing'} and not ${holder}`]
        : []),
    ];
    return wrong.length === 0
      ? ready('both alarms watch the active instance')
      : notReady(`${wrong.join(', ')}; ${SWEEP}`);
  });
}

/** As long as the sweep waits until it tells people: probation takes five minutes. */
const UNPROVEN_SECONDS = 900;

/** That a probe fails now is detection's business: whether anybody would notice is asked here. */
export const judgeProbe = ({ address, alarms, lastProbe, appliance, now }: Facts): Judgement =>
  judgeKnown(lastProbe, (last) => {
    const age = last && secondsBetween({ from: last.at, to: now });
    if (last === undefined || age === undefined || age > PROBE_FRESH_SECONDS) {
      return notReady('the prober has said nothing for more than 90 s; read its log (docs/operate/silence.md)');
    }
    return judgeKnown(address, (found) => {
      const seen = alarms.found === 'read' ? alarms.answer : undefined;
      const probation = probationOf({ appliance, address: found, alarms: seen }, now);
      if (probation.stands === 'proven')
        return ready(`its newest probe ${last.failed ? 'failed' : 'was answered'}, and it has a vote`);
      const since = probation.stands === 'since' ? probation.since : now;
      return secondsBetween({ from: since, to: now }) < UNPROVEN_SECONDS
        ? unknown('the probe is still on probation')
        : notReady(
            `the probe has not succeeded for five minutes since ${since}, so it has no vote (docs/operate/probe-unproven.md)`,
          );
    });
  });
