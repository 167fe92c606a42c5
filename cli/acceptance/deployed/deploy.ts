/** Deploys the compiled template as it is: the zips and the template into a bucket of moto, then one CreateStack. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { documentOf, type Fields, fieldsOf, listOf, type Moto } from '../moto.ts';
import { resolved, type Values } from './intrinsics.ts';
import { listed, MAKERS } from './makers.ts';
import { READERS } from './readers.ts';
import { hashOf, resourcesOf, type Template } from './template.ts';

type By = 'CloudFormation' | 'the API' | 'nothing';

export type Deployed = {
  id: string;
  type: string;
  /** What made it. */
  by: By;
  /** The template's properties, with every intrinsic function resolved. */
  wanted: Fields;
  /** What the service answers of it. */
  found: Fields | undefined;
};

type Order = { moto: Moto; template: Template; folder: string; name: string; accountId: string };

async function upload({ moto, template, folder }: Order): Promise<string> {
  const codes = resourcesOf(template, 'AWS::Lambda::Function').map(([, { Properties }]) => fieldsOf(Properties.Code));
  const bucket = String(codes[0]?.S3Bucket);
  await moto.put(
    `/${bucket}`,
    `<CreateBucketConfiguration><LocationConstraint>${moto.region}</LocationConstraint></CreateBucketConfiguration>`,
  );
  for (const { S3Key } of codes) {
    await moto.put(`/${bucket}/${S3Key}`, readFileSync(join(folder, basename(String(S3Key)))));
  }
  await moto.put(`/${bucket}/template.json`, template.text);
  return `https://s3.${moto.region}.amazonaws.com/${bucket}/template.json`;
}

async function create(order: Order): Promise<void> {
  const { moto, name: StackName, template } = order;
  const TemplateURL = await upload(order);
  const capabilities = { 'Capabilities.member.1': 'CAPABILITY_IAM' };
  await moto.query('cloudformation', 'CreateStack', { StackName, TemplateURL, ...capabilities });
  const { Stacks } = await moto.query('cloudformation', 'DescribeStacks', { StackName });
  const status = listOf(Stacks)[0]?.StackStatus;
  if (status !== 'CREATE_COMPLETE') throw new Error(`the stack is ${status}, not CREATE_COMPLETE`);
  const { TemplateBody } = await moto.query('cloudformation', 'GetTemplate', { StackName });
  const sha256 = hashOf(String(TemplateBody)).toString('hex');
  if (sha256 !== template.sha256) throw new Error('GetTemplate does not answer with the bytes that were deployed');
}

/** An attribute is what the service says, so that a role's ARN is the one that moto gave it. */
function valuesOf({ moto, accountId, name }: Order, physical: Map<string, string>, found: Map<string, Fields>): Values {
  const pseudo: Record<string, string> = {
    ...{ 'AWS::Partition': 'aws', 'AWS::Region': moto.region, 'AWS::AccountId': accountId },
    ...{ 'AWS::URLSuffix': 'amazonaws.com', 'AWS::StackName': name },
  };
  const known = (value: unknown, what: string): string => {
    if (typeof value === 'string' && value !== '') return value;
    throw new Error(`the template asks for ${what}, which moto did not give`);
  };
  return {
    ref: (id) => known(pseudo[id] ?? physical.get(id), id),
    attribute: (id, attribute) => known(found.get(id)?.[attribute], `${id}.${attribute}`),
  };
}

/** In a shape that can be compared: a definition as an object, and the hash of a zip in place of where it lies. */
function declared({ folder }: Order, type: string, { Code, ...wanted }: Fields): Fields {
  if (type === 'AWS::StepFunctions::StateMachine') {
    return { ...wanted, DefinitionString: documentOf(wanted.DefinitionString) };
  }
  if (type !== 'AWS::Lambda::Function') return wanted;
  const zip = readFileSync(join(folder, basename(String(fieldsOf(Code).S3Key))));
  return { ...wanted, CodeSha256: hashOf(zip).toString('base64') };
}

const IDENTIFIED = ['IAM::Role', 'Lambda::Function', 'SQS::Queue', 'SNS::Topic', 'Events::Rule', 'Logs::LogGroup'];

/** Every resource of the template: made by moto's CloudFormation, or else by the API, or not at all. */
export async function deploy(order: Order): Promise<Deployed[]> {
  await create(order);
  const { moto, template, name } = order;
  const physical = await listed(moto, name);
  const found = new Map<string, Fields>();
  const values = valuesOf(order, physical, found);
  for (const [id, { Type }] of template.resources) {
    const fields = IDENTIFIED.includes(Type.slice(5)) && (await READERS[Type]?.(moto, physical.get(id) ?? '', {}));
    if (fields) found.set(id, fields);
  }
  const deployed: Deployed[] = [];
  for (const [id, { Type: type, Properties }] of template.resources) {
    const wanted = declared(order, type, fieldsOf(resolved(Properties, values)));
    const by = physical.has(id) ? 'CloudFormation' : MAKERS[type] ? 'the API' : 'nothing';
    if (by === 'the API') await MAKERS[type]?.(moto, wanted);
    const read = by === 'nothing' ? undefined : READERS[type];
    deployed.push({
      id,
      type,
      by,
      wanted,
      found: found.get(id) ?? (await read?.(moto, physical.get(id) ?? '', wanted)),
    });
  }
  return deployed;
}
