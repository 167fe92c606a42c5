/** What the role of a function says. */
import type { Configuration } from '../shared/domain/appliance.ts';
import type { FunctionName } from '../shared/machines/time-outs.ts';
import type { Account, Statement } from './grants/grant.ts';
import { statementsFor } from './permissions.ts';

/** The log group is CloudFormation's, so a function only ever writes into it. */
const writeLog = (name: string, { stage, partition, region, accountId }: Account): Statement => ({
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: [`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/failover-${stage}-${name}:*`],
});

/** What prove-service may do has to outlive its stay in the VPC, so it is a policy of its own (`prove-service.cjs`). */
export const ownStatements = (name: FunctionName, configuration: Configuration, account: Account): Statement[] => [
  writeLog(name, account),
  ...(name === 'prove-service' ? [] : statementsFor(name, configuration, account)),
];
