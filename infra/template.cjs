/** Small pieces of CloudFormation. */

/** One of CloudFormation's own parameters, for strings that `substituted` turns into Fn::Sub. */
const pseudo = (name) => `\${AWS::${name}}`;

const pascalCase = (name) => name.replace(/(^|-)([a-z])/g, (_match, _dash, letter) => letter.toUpperCase());

/** Strings that hold pseudo parameters become Fn::Sub, however deep they stand. */
function substituted(value) {
  if (typeof value === 'string') return value.includes(pseudo('').slice(0, -1)) ? { 'Fn::Sub': value } : value;
  if (Array.isArray(value)) return value.map(substituted);
  if (value instanceof Object) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, substituted(inner)]));
  }
  return value;
}

const role = ({ service, statements }) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  },
});

module.exports = { pascalCase, pseudo, role, substituted };
