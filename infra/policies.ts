/**
 * Writes the service control policies and the policies of people of docs/concepts/security.md: `npm run policies`. With
 * --stage, --region, --account, --operator and --break-glass it prints them for a real deployment instead.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadConfiguration } from '../shared/config.ts';
import type { Account } from './grants/grant.ts';
import { operatorPolicy, viewerPolicy } from './policies/operator.ts';
import { type People, serviceControlPolicies } from './policies/service-control.ts';

const FOLDER = new URL('../docs/reference/', import.meta.url);
const EXAMPLE = fileURLToPath(new URL('../appliances.yml', import.meta.url));

/** Words in place of an account, so that the files read the same for everybody. */
const ACCOUNT: Account = { stage: '<stage>', partition: 'aws', region: '<region>', accountId: '<account>' };
const PEOPLE: People = { operator: '<operator-role>', breakGlass: '<break-glass-role>' };

/** By file name. */
export function policyFiles(file = EXAMPLE, account = ACCOUNT, people = PEOPLE): Record<string, string> {
  const configuration = loadConfiguration(file);
  const { tags, runs } = serviceControlPolicies({ configuration, account, people });
  const operator = operatorPolicy({ configuration, account });
  const viewer = viewerPolicy({ configuration, account });
  const policies = {
    'viewer-policy.json': viewer,
    'scp-tags.json': tags,
    'scp-runs.json': runs,
    'operator-policy.json': operator,
  };
  const texts = Object.entries(policies).map(([name, policy]) => [name, `${JSON.stringify(policy, null, 2)}\n`]);
  return Object.fromEntries(texts);
}

const string = { type: 'string' } as const;

function main(): void {
  const options = { stage: string, region: string, account: string, operator: string, 'break-glass': string };
  const { values } = parseArgs({ options: { ...options, appliances: string } });
  if (values.account === undefined) {
    for (const [name, text] of Object.entries(policyFiles())) writeFileSync(new URL(name, FOLDER), text);
    return;
  }
  const { stage = 'dev', region = '<region>', account: accountId, operator, 'break-glass': breakGlass } = values;
  const people = { operator: operator ?? PEOPLE.operator, breakGlass: breakGlass ?? PEOPLE.breakGlass };
  const files = policyFiles(values.appliances, { ...ACCOUNT, stage, region, accountId }, people);
  for (const text of Object.values(files)) process.stdout.write(text);
}

if (import.meta.main) main();
