/** moto's answers in the shape of the template: keys that begin with a capital, documents as objects. */
import { documentOf, type Fields, fieldsOf } from '../moto.ts';

export function pascalKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascalKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key.replace(/^[a-z]/, upper), pascalKeys(each)]);
  return Object.fromEntries(entries);
}

const upper = (letter: string): string => letter.toUpperCase();

/** moto answers GetRolePolicy for a role of CloudFormation with Python's notation, in single quotes. */
export function pythonDocument(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith("{'")) return documentOf(value);
  return documentOf(value.replaceAll("'", '"'));
}

/** Of GetFunction: the configuration, without the parts that other types declare. */
export function configurationOf(answer: Fields): Fields {
  const configuration = fieldsOf(answer.Configuration);
  return { ...configuration, Arn: configuration.FunctionArn };
}
