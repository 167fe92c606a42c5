/** An endpoint on this machine that answers as Step Functions and STS would, for a command line in a process of its own. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = { action: string; body: string; key: string | undefined };

export type FakeAws = { url: string; asked: Asked[]; close(): void };

const MACHINES = ['failover', 'takeover', 'rotation'].map((name) => ({
  name: `failover-dev-${name}`,
  stateMachineArn: `arn:aws:states:ap-northeast-1:123456789012:stateMachine:failover-dev-${name}`,
}));

/** Credentials that are valid for a hundred years. */
const ASSUMED = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
<Expiration>2126-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;

const ANSWERS: Record<string, object> = {
  ListStateMachines: { stateMachines: MACHINES },
  StartExecution: { executionArn: 'arn', startDate: 1_790_000_000 },
  DescribeExecution: { status: 'RUNNING', startDate: 1_790_000_000 },
  GetExecutionHistory: { events: [] },
};

/**
 * `answers` takes the place of what it knows, and `every` of all that it does not name. A number is a status without an
 * answer, `never` is silence, and an object with a `__type` is an error.
 */
export async function fakeAws(answers: Record<string, object | number | 'never'> = {}): Promise<FakeAws> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const target = String(request.headers['x-amz-target'] ?? /Action=(\w+)/.exec(body)?.[1] ?? '');
    const action = target.replace(/^.*\./, '');
    asked.push({ action, body, key: /Credential=([A-Z]+)/.exec(request.headers.authorization ?? '')?.[1] });
    if (action === 'AssumeRole') {
      response.setHeader('content-type', 'text/xml').end(ASSUMED);
      return;
    }
    const answer = answers[action] ?? answers.every ?? ANSWERS[action] ?? {};
    if (answer === 'never') return;
    if (typeof answer === 'number') response.statusCode = answer;
    else if ('__type' in answer) response.statusCode = 400;
    response.setHeader('content-type', 'application/x-amz-json-1.0').end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, asked, close };
}
