/** What is broken in the simulated account now. Faults are data, so that a scenario file can name them. */
import { AwsError, unauthorized } from './aws-error.ts';
import { rebootMachine } from './ec2/machines.ts';
import { powerReturns, powerWasLost, reviveMachine, strikeMachine } from './ec2/outages.ts';
import type { World } from './world.ts';

/** `caller` limits a fault to one function, by its file name. */
type OfAction = { action: string; caller?: string | undefined };

export type Fault =
  | { kind: 'instance-dead'; instanceId: string }
  | { kind: 'host-dead'; instanceId: string }
  /** A firmware update: the service is silent for `seconds`, while EC2 sees a healthy instance. */
  | { kind: 'guest-reboot'; instanceId: string; seconds: number }
  /** `fail`: StopInstances there is answered with a 5xx; `hang` (the default): it never leaves `stopping`. */
  | { kind: 'zone-lost'; zone: string; stops?: 'hang' | 'fail' | undefined }
  | {
      kind: 'no-capacity';
      zone?: string | undefined;
      type?: string | undefined;
      shows?: 'at-call' | 'later' | undefined;
    }
  /** EC2 accepts a launch there and never brings it out of `pending`; whoever hangs stays so when the fault is over. */
  | { kind: 'stuck-pending'; zone?: string | undefined; type?: string | undefined }
  | { kind: 'hung-stop'; instanceId?: string | undefined }
  | { kind: 'image-broken'; imageId: string; shows?: 'at-call' | 'later' | undefined }
  | { kind: 'image-never-answers'; imageId: string }
  /** UnauthorizedOperation, from the nth call on (1 is the next one), or only for requests that name the resource. */
  | ({ kind: 'deny'; fromCall?: number | undefined; resourceId?: string | undefined } & OfAction)
  | ({ kind: 'fail'; code: string; times: number; status?: number | undefined } & OfAction)
  /** Carried out, but the client sees a time-out. */
  | ({ kind: 'lose-answer'; times: number } & OfAction)
  | ({ kind: 'slow'; seconds: number } & OfAction)
  /** No change becomes visible before `seconds` have passed. */
  | { kind: 'stale-reads'; seconds: number };

export type ActiveFault = { fault: Fault; hits: number };
export type Faults = { active: ActiveFault[] };

export const noFaults = (): Faults => ({ active: [] });

function begin(world: World, fault: Fault): void {
  if (fault.kind === 'instance-dead') strikeMachine(world, { instanceId: fault.instanceId, part: 'os' });
  if (fault.kind === 'host-dead') strikeMachine(world, { instanceId: fault.instanceId, part: 'host' });
  if (fault.kind === 'guest-reboot') rebootMachine(world, fault);
  if (fault.kind === 'zone-lost') powerWasLost(world, fault.zone);
}

export function switchOn(world: World, fault: Fault): void {
  world.faults.active.push({ fault, hits: 0 });
  begin(world, fault);
  world.changed(`fault: ${fault.kind}`);
}

/** Ends every active fault that is described by the same values. */
export function switchOff(world: World, fault: Fault): void {
  const described = JSON.stringify(fault);
  world.faults.active = world.faults.active.filter((active) => JSON.stringify(active.fault) !== described);
  if (fault.kind === 'instance-dead') reviveMachine(world, { instanceId: fault.instanceId, part: 'os' });
  if (fault.kind === 'host-dead') reviveMachine(world, { instanceId: fault.instanceId, part: 'host' });
  if (fault.kind === 'zone-lost') powerReturns(world, fault.zone);
  world.changed(`fault over: ${fault.kind}`);
}

export type CallInQuestion = { action: string; caller: string; input: object };

type ActionFault = Extract<Fault, OfAction>;

const concerns = (fault: Fault, call: CallInQuestion): fault is ActionFault =>
  'action' in fault && fault.action === call.action && (fault.caller ?? call.caller) === call.caller;

function refuses(active: ActiveFault, call: CallInQuestion): AwsError | undefined {
  const { fault } = active;
  if (fault.kind === 'deny') {
    if (fault.resourceId && !JSON.stringify(call.input).includes(fault.resourceId)) return undefined;
    active.hits += 1;
    return active.hits >= (fault.fromCall ?? 1) ? unauthorized(call.action) : undefined;
  }
  if (fault.kind === 'fail' && active.hits < fault.times) {
    active.hits += 1;
    return new AwsError({ code: fault.code, message: `simulated ${fault.code}`, status: fault.status });
  }
  return undefined;
}

/** What the faults make of a call before it is carried out; every fault that concerns it counts the call. */
export function refusalOf(world: World, call: CallInQuestion): AwsError | undefined {
  const refusals = world.faults.active.filter(({ fault }) => concerns(fault, call)).map((each) => refuses(each, call));
  return refusals.find((each) => each !== undefined);
}

export function losesAnswer(world: World, call: CallInQuestion): boolean {
  const active = world.faults.active.find(
    ({ fault, hits }) => concerns(fault, call) && fault.kind === 'lose-answer' && hits < fault.times,
  );
  if (active) active.hits += 1;
  return active !== undefined;
}

export function extraLatencyMs(world: World, call: CallInQuestion): number {
  return world.faults.active.reduce(
    (sum, { fault }) => (fault.kind === 'slow' && concerns(fault, call) ? sum + fault.seconds * 1000 : sum),
    0,
  );
}
