/** Every check with the judge that answers it, and the judge of the permissions. */

import type { DryRunVerdict } from './dry-run.ts';
import {
  type Check,
  type Facts,
  type Judgement,
  notReady,
  READINESS_CHECKS,
  type ReadinessCheck,
  ready,
  unknown,
} from './readiness.ts';
import { judgeImageAge, judgeImageExists, judgeMarketplace, judgeProofAge } from './readiness-images.ts';
import { judgeLaunchTemplate, judgeSubnet, judgeTypeOffered, judgeVcpuQuota } from './readiness-place.ts';
import { judgeSubscribers } from './readiness-reach.ts';
import {
  judgeAddress,
  judgeAdopted,
  judgeAlarms,
  judgePaused,
  judgeProbe,
  judgeRoutes,
  judgeVpnCidr,
} from './readiness-traffic.ts';

/** A dry run is about a permission alone: it proves neither capacity nor quota. */
function judgePermissions({ dryRuns }: Facts): Judgement {
  const of = (verdict: DryRunVerdict): string[] =>
    dryRuns.flatMap(({ name, tried }) =>
      tried.found === 'read'
        ? tried.answer.filter((each) => each.verdict === verdict).map(({ call }) => `${name} ${call}`)
        : [],
    );
  const [denied, unanswered, allowed, untestable] = [of('denied'), of('unknown'), of('allowed'), of('not-testable')];
  if (denied.length > 0) {
    return notReady(`denied: ${denied.join(', ')}; deploy again, and look for policies that deny it to these roles`);
  }
  const silent = dryRuns.flatMap(({ name, tried }) => (tried.found === 'read' ? [] : [`${name} (${tried.why})`]));
  const open = [...silent, ...unanswered];
  if (open.length > 0 || allowed.length === 0) return unknown(`not answered: ${open.join(', ') || 'nobody was asked'}`);
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
  routes: judgeRoutes,
  'vpn-cidr': judgeVpnCidr,
  alarms: judgeAlarms,
  probe: judgeProbe,
  permissions: judgePermissions,
  subscribers: judgeSubscribers,
};

export const judge = (facts: Facts): Check[] => READINESS_CHECKS.map((check) => ({ check, ...JUDGES[check](facts) }));

/** While a takeover is at work everything is on the move, and nothing of it is worth a verdict. */
export const allUnknown = (why: string): Check[] => READINESS_CHECKS.map((check) => ({ check, ...unknown(why) }));
