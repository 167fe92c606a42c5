/**
 * Where `prove-service` stands: in the subnets of probe.subnets, in a security group of its own, which nothing enters and
 * which it leaves by the ports of the probes only. Without probe.subnets nothing of this exists.
 */
const { askedInside } = require('../shared/domain/images/service-proof.ts');
const configuration = require('./configuration.cjs');
const { statementsFor } = require('./permissions.ts');
const { stageOf } = require('./stage.cjs');
const { pseudoAccount, substituted } = require('./template.cjs');

const asked = askedInside(configuration.appliances);
const unique = (values) => [...new Set(values)];

/**
 * What Lambda needs to put the function into the VPC and to take it out again. When no proof is asked any more, CloudFormation
 * first takes the function out, and then deletes what is not in the template any more: a dependant first, which is the
 * group, and which EC2 keeps until Lambda has deleted the interfaces in it; and this policy only afterwards. A statement
 * of the role itself would be gone before the function is touched, and the interfaces would stay for ever.
 */
const policy = (stage) => ({
  Type: 'AWS::IAM::Policy',
  Properties: {
    PolicyName: 'stand-in-vpc',
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: substituted(statementsFor('prove-service', configuration, pseudoAccount(stage))),
    },
    Roles: [{ Ref: 'ProveServiceRole' }],
  },
});

const GROUP = { 'Fn::GetAtt': ['ProveServiceGroup', 'GroupId'] };

/** The configuration has seen to it that all of them are in one VPC, given by its id. */
const group = (stage) => ({
  Type: 'AWS::EC2::SecurityGroup',
  DependsOn: 'ProveServiceVpcPolicy',
  Properties: {
    GroupDescription: 'Asks the proofs of new images whether they serve',
    VpcId: asked[0].vpc,
    SecurityGroupEgress: unique(asked.map(({ probe }) => probe.port)).map((port) => ({
      ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' },
      Description: 'The port of a probe',
    })),
    Tags: [{ Key: 'Name', Value: `failover-${stage}-prove-service` }],
  },
});

module.exports = {
  /** `false` is no VPC at all. */
  vpc:
    asked.length === 0
      ? false
      : { securityGroupIds: [GROUP], subnetIds: unique(asked.flatMap(({ probe }) => probe.subnets)) },
  /** Of the function that lets it into the group of the proofs. */
  environment: asked.length === 0 ? {} : { PROVE_SERVICE_GROUP_ID: GROUP },
  resources: ({ options }) => ({
    Resources:
      asked.length === 0
        ? {}
        : { ProveServiceVpcPolicy: policy(stageOf(options)), ProveServiceGroup: group(stageOf(options)) },
  }),
};
