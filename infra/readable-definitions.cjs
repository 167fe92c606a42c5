/**
 * A plugin of the packager: serverless-step-functions names each value of a definition by a hash and lists the values
 * beside it. Here each value is written where it is used, such as `${ClaimLambdaFunction.Arn}`, so that a reviewer of
 * the template can read the definition (docs/decisions/0043-the-template-in-an-emulator.md).
 */

/** As Fn::Sub takes it within a text: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html */
function inText(value) {
  if (typeof value === 'string') return value;
  if (typeof value.Ref === 'string') return `\${${value.Ref}}`;
  if (Array.isArray(value['Fn::GetAtt'])) return `\${${value['Fn::GetAtt'].join('.')}}`;
  if (typeof value['Fn::Sub'] === 'string') return value['Fn::Sub'];
  throw new Error(
    `a state machine uses ${JSON.stringify(value)}; only Ref, Fn::GetAtt and Fn::Sub of a text are known`,
  );
}

const inlined = ([definition, values]) =>
  Object.entries(values).reduce(
    (text, [hash, value]) => text.replaceAll(`\${${hash}}`, () => inText(value)),
    definition,
  );

module.exports = class ReadableDefinitions {
  constructor(serverless) {
    const inline = () => {
      for (const { Type, Properties } of Object.values(
        serverless.service.provider.compiledCloudFormationTemplate.Resources,
      )) {
        const substitution = Type === 'AWS::StepFunctions::StateMachine' && Properties.DefinitionString['Fn::Sub'];
        if (Array.isArray(substitution)) Properties.DefinitionString = { 'Fn::Sub': inlined(substitution) };
      }
    };
    this.hooks = { 'after:package:compileFunctions': inline };
  }
};
