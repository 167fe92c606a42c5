/** `config`: what the file says. `check` names every fault; `show` has every default filled in, and what is deployed. */

import { readDeployed } from '../../../shared/aws/read-deployed.ts';
import type { Configuration } from '../../../shared/domain/appliance.ts';
import { messageOf } from '../../../shared/domain/errors.ts';
import { compareConfiguration } from '../../../shared/domain/readiness/configuration-difference.ts';
import { plainLines } from '../../plain.ts';
import { EXIT } from '../exit-codes.ts';
import type { Answered, CarryOut, Offline } from '../setting.ts';

const isFaulty = (cause: unknown): boolean => cause instanceof Error && cause.name === 'ConfigurationError';

/** What is wrong with a file is the answer here, and no failure. */
async function check({ common, door }: Parameters<Offline<'config'>>[1]): Promise<Answered> {
  try {
    const { appliances } = await door.configuration(common.appliances);
    const names = appliances.map(({ name }) => name);
    const lines = [`the configuration is valid: ${names.join(', ')}`];
    return { answer: { valid: true, appliances: names }, lines, code: EXIT.done };
  } catch (cause) {
    if (!isFaulty(cause)) throw cause;
    const faults = plainLines(messageOf(cause)).split('\n');
    return { answer: { valid: false, faults }, lines: faults, code: EXIT.refused };
  }
}

/** `key: value`, one level below another, as YAML is read. */
function linesOf(value: unknown, indent = ''): string[] {
  return Object.entries(Object(value) as object).flatMap(([key, each]: [string, unknown]) => {
    if (each === undefined) return [];
    const isGroup = typeof each === 'object' && each !== null && !Array.isArray(each);
    return isGroup
      ? [`${indent}${key}:`, ...linesOf(each, `${indent}  `)]
      : [`${indent}${key}: ${JSON.stringify(each)}`];
  });
}

const shownLines = ({ appliances, ...rest }: Configuration): string[] => [
  ...linesOf(rest),
  ...appliances.flatMap((appliance) => ['', `${appliance.name}:`, ...linesOf(appliance, '  ')]),
];

export const configOffline: Offline<'config'> = async ({ what }, within) => {
  if (what === 'check') return check(within);
  const configuration = await within.door.configuration(within.common.appliances);
  return { answer: configuration, lines: shownLines(configuration), code: EXIT.done };
};

/** `show --deployed`: setting by setting, for each appliance. */
export const config: CarryOut<'config'> = async (_, { deps, common }) => {
  const deployed = await readDeployed(deps.clients, `failover-${common.stage}-check-readiness`);
  const file = deps.configuration;
  const compared = file.appliances.map((appliance) => ({
    appliance: appliance.name,
    ...compareConfiguration({ appliance, deployed, file }),
  }));
  const differing = compared.filter((each) => !each.deployed || each.differences.length > 0);
  const lines = [
    ...deployed.appliances.flatMap((appliance) => [`${appliance.name}:`, ...linesOf(appliance, '  '), '']),
    ...(differing.length === 0 ? ['what is deployed is what the file says'] : []),
    ...compared.flatMap(({ appliance, deployed: there, differences }) => [
      ...(there ? [] : [`${appliance} is in the file and not deployed`]),
      ...differences.map(
        ({ setting, deployed: is = 'absent', file: says = 'absent' }) =>
          `${appliance}: ${setting} is ${is} there, and ${says} in the file`,
      ),
    ]),
    ...(compared[0]?.onlyDeployed ?? []).map((name) => `${name} is deployed and not in the file`),
  ];
  return { answer: { deployed, compared }, lines, code: EXIT.done };
};
