/** From an execution that Step Functions remembers to the run of a report. */

import type { PastRun } from '../../shared/steps/people/past-run.ts';
import { readAsked, readOutcome, readPlan, readRecord } from '../../shared/steps/triggers/notify-words.ts';
import type { ReportedRun } from './run.ts';

/** A name of ours says whose run it is; an input says it only when it can be read. */
const applianceIn = (name: string): string | undefined =>
  /^(?:takeover-([a-z0-9-]+)-g\d+|rotation-([a-z0-9-]+)[_.].*)$/.exec(name)?.slice(1).find(Boolean);

export function runOfPast({ machine, execution, decision, standing, forged }: PastRun): ReportedRun {
  const { input, output, cause, name, status } = execution;
  const said = status === 'SUCCEEDED' ? output : cause;
  // What a forged takeover says of itself is no fact.
  const takeover = machine === 'takeover' && forged === undefined;
  return {
    appliance: readAsked(input).appliance ?? applianceIn(name) ?? 'unknown',
    ...{ name, execution, standing, forged, kind: machine },
    plan: takeover ? readPlan(input) : undefined,
    record: takeover ? readRecord(said) : undefined,
    decided: machine === 'takeover' ? (takeover ? readOutcome(decision?.output) : undefined) : readOutcome(said),
  };
}
