/** Questions to moto itself, in JSON: of services for which this project has no SDK client, and without the relay. */
export type Fields = Record<string, unknown>;

const TARGETS = {
  events: 'AWSEvents',
  logs: 'Logs_20140328',
  monitoring: 'GraniteServiceVersion20100801',
  sqs: 'AmazonSQS',
  states: 'AWSStepFunctions',
} as const;

const VERSIONS = { cloudformation: '2010-05-15', iam: '2010-05-08', sns: '2010-03-31' } as const;

export type Moto = {
  url: string;
  region: string;
  /** For a service whose protocol is JSON. */
  json(service: keyof typeof TARGETS, action: string, body: Fields): Promise<Fields>;
  /** For a service whose protocol is a form. */
  query(service: keyof typeof VERSIONS, action: string, parameters: Record<string, string>): Promise<Fields>;
  rest(service: 'lambda' | 'scheduler', method: 'GET' | 'POST' | 'PUT', path: string, body?: Fields): Promise<Fields>;
  /** Into a bucket, which is made by `PUT /name`. */
  put(path: string, body: Uint8Array | string): Promise<void>;
};

export const fieldsOf = (value: unknown): Fields => Object(value);

export const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

/** Services write documents as objects, as JSON, and as JSON in an escaped URL. */
export function documentOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value.startsWith('%7B') ? decodeURIComponent(value) : value);
  } catch {
    return value;
  }
}

/** The reason in moto's answer: an error of AWS's shape, or the last line of a page. */
function refusalIn(text: string): string {
  const error = fieldsOf(documentOf(text));
  const { Code, Message } = fieldsOf(error.Error);
  const said = Message ?? error.message ?? error.Message ?? text.replaceAll(/<[^>]*>/g, ' ').trim();
  return `${Code === undefined ? '' : `${Code}: `}${String(said).replaceAll(/\s+/g, ' ').slice(0, 300)}`;
}

export function motoAt(url: string, region: string): Moto {
  const signed = (service: string): string =>
    `AWS4-HMAC-SHA256 Credential=acceptance/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;

  async function ask(service: string, what: string, path: string, init: RequestInit): Promise<string> {
    const headers = { authorization: signed(service), accept: 'application/json', ...init.headers };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    const text = await response.text();
    if (!response.ok) throw new Error(`moto refused ${service} ${what}: ${response.status} ${refusalIn(text)}`);
    return text;
  }

  return {
    url,
    region,
    json: async (service, action, body) => {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${TARGETS[service]}.${action}` };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      return fieldsOf(documentOf(await ask(service, action, '/', init)));
    },
    query: async (service, action, parameters) => {
      const form = { Action: action, Version: VERSIONS[service], ContentType: 'JSON', ...parameters };
      const answer = fieldsOf(
        documentOf(await ask(service, action, '/', { method: 'POST', body: new URLSearchParams(form) })),
      );
      return fieldsOf(fieldsOf(answer[`${action}Response`])[`${action}Result`]);
    },
    rest: async (service, method, path, body) => {
      const init = { method, headers: { 'content-type': 'application/json' } };
      const sent = body === undefined ? init : { ...init, body: JSON.stringify(body) };
      return fieldsOf(documentOf(await ask(service, `${method} ${path}`, path, sent)));
    },
    put: async (path, body) => void (await ask('s3', `PUT ${path}`, path, { method: 'PUT', body })),
  };
}
