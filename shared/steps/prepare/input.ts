/** What every step of `prepare` is given: its execution, with the appliance and its failed probes, and what was done so far. */
import * as z from 'zod/mini';
import type { Deps } from '../../deps.ts';
import { type Appliance, findAppliance } from '../../domain/appliance.ts';
import { executionArnOf, prepareMachineArnOf } from '../../domain/arns.ts';
import { isPrepareNameOf } from '../../domain/decision/early-launch.ts';
import { RefusedError } from '../../domain/errors.ts';
import { toInstant } from '../../domain/instants.ts';
import { faultsIn } from '../input-faults.ts';

const text = z.string();
const id = z.string().check(z.regex(/^i-[0-9a-f]{8,17}$/, 'is no id'));
const instant = z.string().check(z.refine((value) => toInstant(value) !== undefined, 'is not a valid time'));

const asked = z.strictObject({ appliance: text, failing: z.strictObject({ since: instant, at: instant }) });

const looking = z.object({ publicIp: text, until: instant });

const planned = z.object({
  ...{ outcome: text, groupId: z.optional(text) },
  plan: z.optional(z.object({ generation: z.int(), standby: z.optional(z.object({ instanceId: id })) })),
  looking: z.optional(looking),
});

const done = z.object({
  plan: z.optional(planned),
  launch: z.optional(
    z.object({ outcome: text, instanceId: z.optional(id), launchedAt: z.optional(instant), groupId: z.optional(text) }),
  ),
  watch: z.optional(z.object({ answeringSince: z.optional(instant) })),
});

const input = z.object({ execution: z.object({ Id: text, Name: text, StartTime: instant, Input: asked }), done });

export type PrepareInput = {
  appliance: string;
  since: string;
  at: string;
  executionArn: string;
  executionName: string;
  startedAt: string;
  /** Of the first takeover that may use what is launched; undefined before the plan. */
  generation: number | undefined;
  /** As `PlanAhead` found it; undefined when it has to be made. */
  groupId: string | undefined;
  /** `standby`: it was not launched, but is the standby, which was stopped. */
  launched: { instanceId: string; launchedAt: string; standby: boolean } | undefined;
  /** Id of the standby that the plan names. */
  standbyId: string | undefined;
  answeringSince: string | undefined;
  /** The address to look at beside the prober's row, and until when; undefined without a running standby. */
  looking: { publicIp: string; until: string } | undefined;
};

/** @throws RefusedError when the execution was started with anything else, with what is wrong in it. */
export function parsePrepare(event: unknown): PrepareInput {
  const parsed = input.safeParse(event, { reportInput: true });
  if (!parsed.success) throw new RefusedError(`the input is not understood: ${faultsIn(parsed.error)}`);
  const {
    execution: { Id, Name, StartTime, Input },
    done: { plan, launch, watch },
  } = parsed.data;
  const { instanceId, launchedAt, outcome } = launch ?? {};
  return {
    appliance: Input.appliance,
    since: instantOf(Input.failing.since),
    at: instantOf(Input.failing.at),
    executionArn: Id,
    executionName: Name,
    startedAt: instantOf(StartTime),
    generation: plan?.plan?.generation,
    groupId: plan?.groupId,
    launched: instanceId && launchedAt ? { instanceId, launchedAt, standby: outcome === 'started' } : undefined,
    standbyId: plan?.plan?.standby?.instanceId,
    answeringSince: watch?.answeringSince,
    looking: plan?.looking,
  };
}

/** The schema has seen to it that it is one. */
const instantOf = (written: string): string => toInstant(written) ?? written;

/** @throws RefusedError when the step was invoked for an execution that is none of `prepare`, or of another appliance. */
export function refuseForeignExecution(
  { executionArn, appliance }: PrepareInput,
  { deployment }: Pick<Deps, 'deployment'>,
): void {
  const ours = executionArnOf({ machineArn: prepareMachineArnOf(deployment), name: '' });
  if (executionArn.startsWith(ours) && isPrepareNameOf(executionArn.slice(ours.length), appliance)) return;
  throw new RefusedError(`${executionArn} is no early launch of ${appliance}`);
}

/** @throws RefusedError when it is not configured any more. */
export function applianceOf({ appliance }: PrepareInput, { configuration }: Pick<Deps, 'configuration'>): Appliance {
  const found = findAppliance(configuration, appliance);
  if (!found) throw new RefusedError(`"${appliance}" is not configured`);
  return found;
}
