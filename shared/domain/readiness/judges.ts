/** Every check with the judge that answers it, and the judge of the permissions. */

import type { DryRunVerdict } from '../takeover/dry-run.ts';
import { judgeImageAge, judgeImageExists, judgeMarketplace, judgeProofAge } from './images.ts';
import {
  judgeConcurrency,
  judgeLaunchTemplate,
  judgeMaintenance,
  judgeSubnet,
  judgeTypeOffered,
  judgeVcpuQuota,
} from './place.ts';
import { judgeSubscribers } from './reach-verdict.ts';
import { judgeReferences } from './references.ts';
import { judgeEdge, judgeRouteQuota, judgeVpnCidr } from './route-tables.ts';
import { judgeStandby } from './standby.ts';
import { judgeAddress, judgeAdopted, judgeAlarms, judgePaused, judgeProbe, judgeRoutes } from './traffic.ts';
import {
  type Check,
  type Facts,
  type Judgement,
  notReady,
  READINESS_CHECKS,
  type ReadinessCheck,
  ready,
  unknown,
} from './verdict.ts';

/** A dry run proves neither capacity nor quota. What EC2 says of a launch that it would refuse is quoted. */
function judgePermissions({ dryRuns }: Facts): Judgement {
  const triedAs = (verdict: DryRunVerdict) =>
    dryRuns.flatMap(({ name, tried }) =>
      tried.found === 'read'
        ? tried.answer.filter((each) => each.verdict === verdict).map((each) => ({ name, ...each }))
        : [],
    );
  const of = (verdict: DryRunVerdict): string[] => triedAs(verdict).map(({ name, call }) => `${name} ${call}`);
  const quoted = (verdict: DryRunVerdict): string =>
    [...new Set(triedAs(verdict).map(({ detail }) => detail))].filter(Boolean).join(' | ');
  const [denied, unanswered, allowed, untestable] = [of('denied'), of('unknown'), of('allowed'), of('not-testable')];
  const refused = triedAs('refused').map(({ call, detail }) => `${call} (${detail})`);
  if (denied.length > 0) {
    return notReady(
      `denied: ${denied.join(', ')}; deploy again, and look for policies that deny it to these roles; EC2 says: ${quoted('denied')}`,
    );
  }
  if (refused.length > 0) {
    return notReady(`EC2 would refuse the launch: ${refused.join(', ')}; restore or correct what it names`);
  }
  const silent = dryRuns.flatMap(({ name, tried }) => (tried.found === 'read' ? [] : [`${name} (${tried.why})`]));
  const open = [...silent, ...unanswered];
  if (open.length > 0 || allowed.length === 0)
    return unknown(`not answered: ${open.join(', ') || 'no function was asked'}`);
  return ready(`${allowed.length} calls are allowed; not testable: ${untestable.join(', ') || 'none'}`);
}

const JUDGES: Record<ReadinessCheck, (facts: Facts) => Judgement> = {
  address: judgeAddress,
  adopted: judgeAdopted,
  paused: judgePaused,
  'image-exists': judgeImageExists,
  'image-age': judgeImageAge,
  'proof-age': judgeProofAge,
  marketplace: judgeMarketplace,
  subnet: judgeSubnet,
  'type-offered': judgeTypeOffered,
  'vcpu-quota': judgeVcpuQuota,
  'launch-template': judgeLaunchTemplate,
  standby: judgeStandby,
  maintenance: judgeMaintenance,
  routes: judgeRoutes,
  'vpn-cidr': judgeVpnCidr,
  'route-quota': judgeRouteQuota,
  edge: judgeEdge,
  alarms: judgeAlarms,
  probe: judgeProbe,
  references: judgeReferences,
  permissions: judgePermissions,
  subscribers: judgeSubscribers,
  concurrency: judgeConcurrency,
};

export const judge = (facts: Facts): Check[] => READINESS_CHECKS.map((check) => ({ check, ...JUDGES[check](facts) }));

/** While a takeover is at work everything is on the move, and nothing of it is worth a verdict. */
export const allUnknown = (why: string): Check[] => READINESS_CHECKS.map((check) => ({ check, ...unknown(why) }));
