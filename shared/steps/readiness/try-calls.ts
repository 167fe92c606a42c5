/** Asks every changing function to try its calls, and gives each what it may not read for itself. */
import { invokeCheck } from '../../aws/invoke-check.ts';
import { CHANGING_FUNCTIONS, type CheckQuestion, type LaunchTried } from '../../domain/dry-run.ts';
import type { Facts, TriedFunction } from '../../domain/readiness.ts';
import { standbySubnets } from '../../domain/readiness-place.ts';
import { leadsTo } from '../../domain/traffic.ts';
import { finding } from './finding.ts';
import type { Gathered, ReadinessDeps } from './gather.ts';

export async function tryCalls(gathered: Gathered, { clients, deployment }: ReadinessDeps): Promise<TriedFunction[]> {
  const question = questionOf(gathered);
  return Promise.all(
    CHANGING_FUNCTIONS.map(async (name): Promise<TriedFunction> => {
      const functionName = `failover-${deployment.stage}-${name}`;
      return { name, tried: await finding(invokeCheck(clients, { functionName, question })) };
    }),
  );
}

function questionOf({ facts, kept }: Gathered): CheckQuestion {
  const routes = activeRoutes(facts);
  const launch = launchOf(facts, kept);
  return { check: true, appliance: facts.appliance.name, ...(launch && { launch }), ...(routes && { routes }) };
}

/** Only those that a write would leave as they are. */
function activeRoutes({ routes, address }: Facts): CheckQuestion['routes'] {
  if (routes.found !== 'read' || address.found !== 'read') return undefined;
  const aim = address.answer.networkInterfaceId;
  return routes.answer
    .filter((route) => aim !== undefined && leadsTo(route, aim))
    .map(({ routeTableId, destination }) => ({ routeTableId, destination }));
}

/** The first place that a takeover would try. */
function launchOf(facts: Facts, kept: Gathered['kept']): LaunchTried | undefined {
  const { active, images } = facts;
  const [subnet] = standbySubnets(facts) ?? [];
  const template = kept.found === 'read' ? kept.answer?.blueprint.launchTemplate : undefined;
  const image = images.found === 'read' ? images.answer[0] : undefined;
  if (!subnet || !template || !image || active.found !== 'read' || kept.found !== 'read' || !kept.answer)
    return undefined;
  const { type, name } = active.answer;
  return {
    ...{ imageId: image.id, instanceType: type, zone: subnet.zone, subnetId: subnet.id, launchTemplate: template },
    securityGroupIds: kept.answer.blueprint.securityGroupIds,
    instanceName: name ?? facts.appliance.name,
  };
}
