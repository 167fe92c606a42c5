/** From the logical ids that the template gives to what is deployed, to the names under which it runs. */

export type Deployed = { kind: 'machine' | 'function'; name: string };

export const kebab = (name: string): string => name.replaceAll(/(?!^)([A-Z])/g, (letter) => `-${letter}`).toLowerCase();

export const machineName = ({ stage, name }: { stage: string; name: string }): string => `failover-${stage}-${name}`;

/** `TakeoverStateMachine` is a machine by its full name, `MoveTrafficLambdaFunction` a function by its file's. */
export function deployedAs(logicalId: string, stage: string): Deployed {
  const [, machine] = /^(\w+)StateMachine$/.exec(logicalId) ?? [];
  if (machine) return { kind: 'machine', name: machineName({ stage, name: kebab(machine) }) };
  const [, lambda = logicalId] = /^(\w+)LambdaFunction$/.exec(logicalId) ?? [];
  return { kind: 'function', name: kebab(lambda) };
}
