/** Small pieces of CloudFormation. */
const { shortHash } = require('../shared/domain/hash.ts');
const { permissionsBoundary } = require('./configuration.cjs');

/** One of CloudFormation's own parameters, for strings that `substituted` turns into Fn::Sub. */
const pseudo = (name) => `\${AWS::${name}}`;

/** The account of the stack, for a grant. */
const pseudoAccount = (stage) => ({
  stage,
  partition: pseudo('Partition'),
  region: pseudo('Region'),
  accountId: pseudo('AccountId'),
});

const pascalCase = (name) => name.replace(/(^|-)([a-z])/g, (_match, _dash, letter) => letter.toUpperCase());

const camelCase = (name) => name.replace(/-([a-z])/g, (_match, letter) => letter.toUpperCase());

/** CloudFormation takes 255 characters, of which the kind of the resource and the hash need some. */
const LETTERS_MAX = 200;

/** A logical id for any text. Only letters and figures may stand in one, so the hash tells apart what the letters do not. */
function logicalName(text) {
  const letters = pascalCase(text).replace(/[^A-Za-z0-9]/g, '');
  return `${letters.slice(0, LETTERS_MAX)}${shortHash(text)}`;
}

/** One resource for each entry: a second one under the same logical id would replace the first without a message. */
function resourcesOf(entries) {
  const seen = new Set();
  for (const [id] of entries) {
    if (seen.has(id))
      throw new Error(`two resources have the logical id ${id}; change one of the names that it is made of`);
    seen.add(id);
  }
  return Object.fromEntries(entries);
}

/** Strings that hold pseudo parameters become Fn::Sub, however deep they stand. */
function substituted(value) {
  if (typeof value === 'string') return value.includes(pseudo('').slice(0, -1)) ? { 'Fn::Sub': value } : value;
  if (Array.isArray(value)) return value.map(substituted);
  if (value instanceof Object) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, substituted(inner)]));
  }
  return value;
}

/**
 * Whom a service may act for: with `ofThisAccount`, no other account can have it use this role. AWS documents that Step
 * Functions, EventBridge and its Scheduler send `aws:SourceAccount`. It does not say so of Lambda, whose functions would
 * not start if it did not, so their roles are without it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html#prevent-cross-service-confused-deputy
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
const trust = ({ service, ofThisAccount }) => ({
  ...{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' },
  ...(ofThisAccount && { Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } }),
});

const role = ({ service, statements, ofThisAccount = false }) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [trust({ service, ofThisAccount })],
    },
    ...(permissionsBoundary !== undefined && { PermissionsBoundary: permissionsBoundary }),
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  },
});

module.exports = { camelCase, logicalName, pascalCase, pseudo, pseudoAccount, resourcesOf, role, substituted };
