/** Writes docs/reference/permissions.md from the same grants that become roles: `npm run permissions`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadConfiguration } from '../shared/config.ts';
import { FUNCTION_TIMEOUT_SECONDS, type FunctionName } from '../shared/machines/time-outs.ts';
import type { Account, Condition, Grant } from './grants/grant.ts';
import { grantsFor } from './permissions.ts';

export const PAGE = fileURLToPath(new URL('../docs/reference/permissions.md', import.meta.url));
const EXAMPLE = fileURLToPath(new URL('../appliances.yml', import.meta.url));

/** Words in place of an account, so that the page reads the same for everybody. */
const ACCOUNT: Account = { stage: '<stage>', partition: 'aws', region: '<region>', accountId: '<account>' };

const INTRODUCTION = `# Permissions

Each function has a role of its own, generated from \`appliances.yml\`; this page shows the roles of the example in the
repository, and \`npm run permissions\` writes it anew. An id in the configuration becomes an ARN, a name a condition on
the \`Name\` tag, an address a condition on the public IP. Every function may also write to its own log group, and to no
other. The state machines may call the functions of their own story; \`failover\` may also start \`takeover\`.

\`iam:PassRole\` appears for a configured \`instanceRole\` only, and KMS for \`kmsKeys\` only. Only with \`probe.subnets\`, the role of
\`prove-service\` has what Lambda needs to put the function into the VPC and to take it out again (the actions of
\`AWSLambdaVPCAccessExecutionRole\`), with a denial that keeps the function's own code from using them, and \`launch-proof\`
may let it into the group of the proofs (\`ec2:AuthorizeSecurityGroupIngress\`).

IAM weighs a condition key only where AWS lists it for the action and the type of resource. A test compares every action, type and key
of these roles with the service reference of AWS. Why each condition is what it is: [decision 25](../decisions/0025-least-privilege.md).
`;

/** Words are enough: \`arn:aws:ec2:<region>:<account>:instance/*\` reads as \`ec2 instance/*\`. */
function shortened(resource: string): string {
  const [, , service, , , ...rest] = resource.split(':');
  return rest.length === 0 ? resource : `${service} ${rest.join(':')}`;
}

const conditionText = (condition: Condition | undefined): string =>
  Object.entries(condition ?? {})
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `\`${key}\` ${operator} \`${[values].flat().join(', ')}\``),
    )
    .join('<br>');

function row({ actions, resources, condition, because, denies }: Grant): string {
  const cells = [
    `${denies ? 'not ' : ''}${actions.map((action) => `\`${action}\``).join('<br>')}`,
    resources.map((resource) => `\`${shortened(resource)}\``).join('<br>'),
    conditionText(condition),
    because,
  ];
  return `| ${cells.join(' | ')} |`;
}

export function permissionsPage(): string {
  const configuration = loadConfiguration(EXAMPLE);
  const names = Object.keys(FUNCTION_TIMEOUT_SECONDS) as FunctionName[];
  const sections = names.map((name) => {
    const rows = grantsFor(name, configuration, ACCOUNT).map(row);
    const table = rows.length > 0 ? ['| May | On | If | Because |', '|---|---|---|---|', ...rows] : ['Nothing.'];
    return [`## ${name}`, '', ...table, ''].join('\n');
  });
  return [INTRODUCTION, ...sections].join('\n');
}

if (import.meta.main) writeFileSync(PAGE, permissionsPage());
