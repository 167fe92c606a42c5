/** Asks every changing function to try its calls, and gives each what it may not read for itself. */
import { invokeCheck } from '../../aws/invoke-check.ts';
import { standbySubnets, typesOf } from '../../domain/readiness/place.ts';
import type { Facts, TriedFunction } from '../../domain/readiness/verdict.ts';
import type { Subnet } from '../../domain/snapshot.ts';
import { CHANGING_FUNCTIONS, type CheckQuestion, type LaunchTried } from '../../domain/takeover/dry-run.ts';
import { initializationOf } from '../../domain/takeover/initialization.ts';
import { leadsTo } from '../../domain/traffic/route.ts';
import { finding } from '../dry-runs/finding.ts';
import type { Gathered, ReadinessDeps } from './gather.ts';

/** In turn: a new account runs ten functions at once, and a takeover needs its share of them. */
export async function tryCalls(gathered: Gathered, { clients, deployment }: ReadinessDeps): Promise<TriedFunction[]> {
  const question = questionOf(gathered);
  const answers: TriedFunction[] = [];
  for (const name of CHANGING_FUNCTIONS) {
    const functionName = `failover-${deployment.stage}-${name}`;
    answers.push({ name, tried: await finding(invokeCheck(clients, { functionName, question })) });
  }
  return answers;
}

function questionOf({ facts, kept }: Gathered): CheckQuestion {
  const routes = activeRoutes(facts);
  const [first, ...others] = placesOf(facts);
  const launch = launchOf(facts, kept, first);
  return {
    ...{ check: true, appliance: facts.appliance.name },
    ...(launch && { launch }),
    ...(launch && others.length > 0 && { otherTypes: others }),
    ...(routes && { routes }),
  };
}

/** Only those that a write would leave as they are. */
function activeRoutes({ routes, address }: Facts): CheckQuestion['routes'] {
  if (routes.found !== 'read' || address.found !== 'read') return undefined;
  const aim = address.answer.networkInterfaceId;
  return routes.answer
    .filter((route) => aim !== undefined && leadsTo(route, aim))
    .map(({ routeTableId, destination }) => ({ routeTableId, destination }));
}

type Place = NonNullable<CheckQuestion['otherTypes']>[number];

/** Each configured type where EC2 offers it; one that it offers nowhere, or that does not fit, is the finding of another check. */
function placesOf(facts: Facts): Place[] {
  const subnets = standbySubnets(facts) ?? [];
  const { offerings, misfits } = facts;
  const unfit = misfits.found === 'read' ? misfits.answer.map(({ type }) => type) : [];
  const types = typesOf(facts).filter((type) => !unfit.includes(type));
  return types.flatMap((instanceType) => {
    const isThere = ({ zone }: Subnet): boolean =>
      offerings.found !== 'read' || offerings.answer.some((each) => each.type === instanceType && each.zone === zone);
    const place = subnets.find(isThere);
    return place ? [{ instanceType, zone: place.zone, subnetId: place.id }] : [];
  });
}

/** The first place that a takeover would try. */
function launchOf(facts: Facts, kept: Gathered['kept'], place: Place | undefined): LaunchTried | undefined {
  const { active, images } = facts;
  const template = kept.found === 'read' ? kept.answer?.blueprint.launchTemplate : undefined;
  const image = images.found === 'read' ? images.answer[0] : undefined;
  if (!place || !template || !image || active.found !== 'read' || kept.found !== 'read' || !kept.answer)
    return undefined;
  const { tags } = kept.answer.blueprint;
  const { volumeInitialization: rate } = facts.appliance;
  const volumeInitialization = initializationOf(rate, { images: [image], tried: false });
  return {
    ...(volumeInitialization && { volumeInitialization }),
    ...(tags && { tags }),
    ...{ ...place, imageId: image.id, launchTemplate: template },
    securityGroupIds: kept.answer.blueprint.securityGroupIds,
    instanceName: active.answer.name ?? facts.appliance.name,
  };
}
