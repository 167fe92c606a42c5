/** A plugin of the packager: stops before CloudFormation does, which would refuse the template after the upload. */
const { appliances } = require('./configuration.cjs');

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: resources, and bytes of a template in S3. */
const RESOURCES_MAX = 500;
const BYTES_MAX = 1_000_000;

const WAY_OUT =
  'protect some of them under another stage, each stage with an APPLIANCES_FILE of its own; one address under notify for all of them saves resources';

/** Why CloudFormation would refuse it; undefined when it would not. */
function faultOf(template) {
  const resources = Object.keys(template.Resources).length;
  const bytes = Buffer.byteLength(JSON.stringify(template));
  const most =
    resources > RESOURCES_MAX
      ? `${resources} resources, and CloudFormation takes ${RESOURCES_MAX}`
      : bytes > BYTES_MAX && `${bytes} bytes, and CloudFormation takes ${BYTES_MAX}`;
  return most
    ? `${appliances.length} appliances are too many for one deployment: the template has ${most}; ${WAY_OUT}`
    : undefined;
}

class TemplateLimits {
  constructor(serverless) {
    const check = () => {
      const fault = faultOf(serverless.service.provider.compiledCloudFormationTemplate);
      if (fault !== undefined) throw new Error(fault);
    };
    this.hooks = { 'before:package:finalize': check };
  }
}

module.exports = TemplateLimits;
module.exports.faultOf = faultOf;
