/** Whether a story came out as its scenario says. */
import type { Cast } from '../account/faults/roles.ts';
import type { RotationOutcome } from './outcome.ts';
import type { Expectation, Message, Report, RouteFacts } from './report.ts';
import type { Then } from './schema.ts';

type Found = Pick<Report, 'outcome' | 'because' | 'traffic' | 'outage' | 'violations'> & {
  takeovers: number;
  rotation: RotationOutcome | undefined;
  goodImages: number;
  /** Faults that were armed and never struck. */
  unstruck: string[];
  /** Ids of what the takeovers of the appliance launched. */
  launched: string[];
  /** Ids of those that takeovers found ready, and how many run at the end. */
  standbys: { taken: string[]; running: number };
  /** Ids of what was launched before a decision. */
  launchedEarly: string[];
  templateVersions: number;
  /** What became of the second appliance. */
  neighbour: string;
  told: Message[];
  /** What was published, in full. */
  mails: string[];
  /** From the failure to the first takeover. */
  startedAfterSeconds: number | undefined;
  /** Image id of the instance that holds the address at the end. */
  imageId: string | undefined;
  /** Since the content of that image was taken. */
  contentAgeHours: number | undefined;
  /** That the holder of the address, its volumes and its interface have in common, and the images of rotations. */
  holderTags: Record<string, string>;
};

const expectation = (what: string, { met, found }: { met: boolean; found: unknown }): Expectation => ({
  what,
  met,
  found: String(found),
});

/** Instances that hold the address: before, and at the end. */
function holders({ traffic }: Found) {
  const { before, after } = traffic;
  return {
    was: before.instances.find(({ id }) => id === before.address.instanceId),
    is: after.instances.find(({ id }) => id === after.address.instanceId),
  };
}

function atMostHours(max: number | undefined, hours: number | undefined): Expectation[] {
  if (max === undefined) return [];
  return [expectation(`content of at most ${max} h`, { met: hours !== undefined && hours <= max, found: hours })];
}

function zoneMeant(said: Then['zone'], found: string | undefined, { active }: Cast): string | false | undefined {
  if (said === 'same') return active.zone;
  if (said === 'other') return found !== active.zone && found;
  return `${active.zone.slice(0, -1)}${said}`;
}

function aboutTheNewActive(then: Then, found: Found, cast: Cast): Expectation[] {
  const { is } = holders(found);
  const image = cast.images[then.image === 'previous' ? 1 : 0];
  const zone = zoneMeant(then.zone, is?.zone, cast);
  return [
    ...(then.zone ? [expectation(`the ${then.zone} zone`, { met: is?.zone === zone, found: is?.zone })] : []),
    ...(then.image
      ? [expectation(`the ${then.image} image`, { met: found.imageId === image, found: found.imageId })]
      : []),
    ...atMostHours(then.contentAgeHoursMax, found.contentAgeHours),
    ...(then.type ? [expectation(`type ${then.type}`, { met: is?.type === then.type, found: is?.type })] : []),
  ];
}

function aboutTheTags({ holderTags: wanted = {} }: Then, { holderTags: found }: Found): Expectation[] {
  return Object.entries(wanted).map(([key, value]) =>
    expectation(`the tag ${key}=${value} on the holder and its parts`, {
      met: found[key] === value,
      found: found[key],
    }),
  );
}

function aboutTheOld({ old }: Then, { traffic }: Found, cast: Cast): Expectation[] {
  if (!old) return [];
  const state = traffic.after.instances.find(({ id }) => id === cast.active.id)?.state ?? 'unreadable';
  return [expectation(`the old instance ${old}`, { met: state === old, found: state })];
}

function aboutTheNeighbour({ neighbour: wanted }: Then, { neighbour: found }: Found): Expectation[] {
  return wanted ? [expectation(`the neighbour ${wanted}`, { met: found === wanted, found })] : [];
}

/** Whose a machine is, in the words of a scenario. */
function whose(id: string | undefined, { launched, standbys }: Found, cast: Cast): string {
  if (id === undefined || id === 'nothing') return 'nobody';
  if (id === cast.active.id) return 'old';
  if (standbys.taken.includes(id)) return 'standby';
  return launched.includes(id) ? 'replacement' : 'third';
}

function aboutTheTraffic({ holder, routes, routesBeside }: Then, found: Found, cast: Cast): Expectation[] {
  const { after } = found.traffic;
  const holds = whose(after.address.instanceId, found, cast);
  const ledTo = (facts: RouteFacts[]): string =>
    [...new Set(facts.map(({ target }) => whose(target, found, cast)))].join(' and ');
  const [led, beside] = [ledTo(after.routes), ledTo(after.beside)];
  return [
    ...(holder ? [expectation(`the address at: ${holder}`, { met: holds === holder, found: holds })] : []),
    ...(routes ? [expectation(`every route to: ${routes}`, { met: led === routes, found: led })] : []),
    ...(routesBeside
      ? [expectation(`the routes beside ours to: ${routesBeside}`, { met: beside === routesBeside, found: beside })]
      : []),
  ];
}

const count = (what: string, { wanted, found }: { wanted: number | undefined; found: number }): Expectation[] =>
  wanted === undefined ? [] : [expectation(`${wanted} ${what}`, { met: found === wanted, found })];

function aboutTheService(then: Then, { traffic, outage }: Found): Expectation[] {
  const { answers, outageSecondsMax } = then;
  const lasted = outage.seconds;
  return [
    ...(answers === undefined
      ? []
      : [expectation(`answers: ${answers}`, { met: traffic.after.answers === answers, found: traffic.after.answers })]),
    ...(outageSecondsMax === undefined
      ? []
      : [
          expectation(`an outage of at most ${outageSecondsMax} s`, {
            met: lasted !== undefined && lasted <= outageSecondsMax,
            found: lasted,
          }),
        ]),
  ];
}

function aboutTheStart({ startedWithinSeconds: wanted }: Then, { startedAfterSeconds: found }: Found): Expectation[] {
  if (wanted === undefined) return [];
  return [expectation(`a takeover within ${wanted} s`, { met: found !== undefined && found <= wanted, found })];
}

function aboutTheRotation({ rotation: wanted, rotationBecause, service }: Then, { rotation }: Found): Expectation[] {
  const found = `${rotation?.outcome ?? 'none'} (${rotation?.because ?? 'nobody asked for one'})`;
  const because = rotationBecause !== undefined && (rotation?.because.includes(rotationBecause) ?? false);
  return [
    ...(wanted ? [expectation(`rotation ${wanted}`, { met: rotation?.outcome === wanted, found })] : []),
    ...(service
      ? [
          expectation(`the service of its proof ${service}`, {
            met: rotation?.service === service,
            found: rotation?.service,
          }),
        ]
      : []),
    ...(rotationBecause ? [expectation(`rotation because: ${rotationBecause}`, { met: because, found })] : []),
  ];
}

/** A message is named by its kind, or by words of its subject. */
function aboutThePeople(then: Then, { told, mails }: Found): Expectation[] {
  const times = (wanted: string): number =>
    told.filter(({ kind, subject }) => kind === wanted || new RegExp(wanted).test(subject)).length;
  const found = told.map(({ subject }) => subject).join(' · ') || 'nothing';
  return [
    ...then.told.map((wanted) => expectation(`notified: ${wanted}`, { met: times(wanted) > 0, found })),
    ...then.toldOnce.map((wanted) => expectation(`notified once: ${wanted}`, { met: times(wanted) === 1, found })),
    ...then.mailTexts.map((wanted) =>
      expectation(`a mail says: ${wanted}`, { met: mails.some((text) => new RegExp(wanted).test(text)), found }),
    ),
    ...(then.mailsMax === undefined
      ? []
      : [
          expectation(`at most ${then.mailsMax} mails`, {
            met: told.length <= then.mailsMax,
            found: `${told.length}: ${found}`,
          }),
        ]),
    ...then.notTold.map((wanted) => expectation(`not notified: ${wanted}`, { met: times(wanted) === 0, found })),
  ];
}

export function expectationsOf(then: Then, found: Found, cast: Cast): Expectation[] {
  const { outcome, because, takeovers, launched, templateVersions, violations } = found;
  return [
    expectation(`outcome ${then.outcome}`, { met: outcome === then.outcome, found: `${outcome} (${because})` }),
    ...(then.because === undefined
      ? []
      : [expectation(`because: ${then.because}`, { met: because.includes(then.because), found: because })]),
    ...aboutTheRotation(then, found),
    ...count('good images', { wanted: then.goodImages, found: found.goodImages }),
    ...count('takeovers', { wanted: then.takeovers, found: takeovers }),
    ...count('launches', { wanted: then.launches, found: launched.length }),
    ...count('standbys', { wanted: then.standbys, found: found.standbys.running }),
    ...count('early launches', { wanted: then.earlyLaunches, found: found.launchedEarly.length }),
    ...count('versions of the launch template', { wanted: then.templateVersions, found: templateVersions }),
    ...aboutTheTraffic(then, found, cast),
    ...aboutTheNewActive(then, found, cast),
    ...aboutTheTags(then, found),
    ...aboutTheOld(then, found, cast),
    ...aboutTheNeighbour(then, found),
    ...aboutTheService(then, found),
    ...aboutTheStart(then, found),
    ...aboutThePeople(then, found),
    expectation('everything that was to go wrong does', {
      met: found.unstruck.length === 0,
      found: found.unstruck.join('; ') || 'it did',
    }),
    expectation('every invariant holds throughout', {
      met: violations.length === 0,
      found: violations.join('; ') || 'held',
    }),
  ];
}
