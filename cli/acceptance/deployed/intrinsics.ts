/** CloudFormation's intrinsic functions, as far as the compiled template uses them, with values of a stack that exists. */
export type Values = {
  /** Of a resource by its logical id, or of a pseudo parameter. */
  ref(logicalId: string): string;
  attribute(logicalId: string, name: string): string;
};

const NAMED = /\$\{([^!}][^}]*)\}/g;

function reference(name: string, values: Values): string {
  const [logicalId = '', ...attribute] = name.split('.');
  return attribute.length === 0 ? values.ref(logicalId) : values.attribute(logicalId, attribute.join('.'));
}

function substituted(argument: unknown, values: Values): string {
  const [text, own]: unknown[] = Array.isArray(argument) ? argument : [argument, {}];
  const named = new Map(Object.entries(Object(own)).map(([name, value]) => [name, String(resolved(value, values))]));
  const filled = String(text).replaceAll(NAMED, (_, name) => named.get(name) ?? reference(name, values));
  return filled.replaceAll(/\$\{!/g, () => '$' + '{');
}

const FUNCTIONS: Record<string, (argument: unknown, values: Values) => unknown> = {
  Ref: (argument, values) => values.ref(String(argument)),
  'Fn::GetAtt': (argument, values) =>
    reference(Array.isArray(argument) ? argument.join('.') : String(argument), values),
  'Fn::Sub': substituted,
};

/** The same value without intrinsic functions. One that is unknown is an error: guessing it would compare nothing. */
export function resolved(value: unknown, values: Values): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, values));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ['', undefined]] = entries;
  const call = entries.length === 1 ? FUNCTIONS[name] : undefined;
  if (call) return call(argument, values);
  if (entries.length === 1 && name.startsWith('Fn::'))
    throw new Error(`the template uses ${name}, which is not known here`);
  return Object.fromEntries(entries.map(([key, each]) => [key, resolved(each, values)]));
}
