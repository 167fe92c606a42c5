/** Where the configuration asks for it: pruned images and their EBS snapshots can be taken back for some days. */
const { isMany } = require('../shared/domain/appliance.ts');
const { TAG } = require('../shared/domain/snapshot.ts');
const configuration = require('./configuration.cjs');
const { logicalName, resourcesOf } = require('./template.cjs');

/** Resources that carry any of a rule's tags are retained, so that there is only one. */
const rule = ({ name, rotation }, ResourceType) => ({
  Type: 'AWS::Rbin::Rule',
  Properties: {
    Description: `Pruned images of ${name} can be taken back for ${rotation.recycleBin} days`,
    ResourceType,
    ResourceTags: [{ ResourceTagKey: TAG.appliance, ResourceTagValue: name }],
    RetentionPeriod: { RetentionPeriodValue: rotation.recycleBin, RetentionPeriodUnit: 'DAYS' },
  },
});

/** EC2's most tags of a rule. https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rbin-rule.html */
const TAGS_MAX = 50;

/** Where many appliances would need more rules than a stack has room for, those of the same days share one. */
function shared(appliances) {
  const byDays = Map.groupBy(appliances, ({ rotation }) => rotation.recycleBin);
  return [...byDays].flatMap(([days, some]) => {
    const parts = Array.from({ length: Math.ceil(some.length / TAGS_MAX) }, (_, at) =>
      some.slice(at * TAGS_MAX, (at + 1) * TAGS_MAX),
    );
    return parts.flatMap((part, at) =>
      [
        ['ImageRecycleBin', 'EC2_IMAGE'],
        ['SnapshotRecycleBin', 'EBS_SNAPSHOT'],
      ].map(([id, type]) => [`${id}${days}Days${at + 1}`, ruleOf(part, days, type)]),
    );
  });
}

const ruleOf = (appliances, days, ResourceType) => ({
  Type: 'AWS::Rbin::Rule',
  Properties: {
    Description: `Pruned images of ${appliances.length} appliances can be taken back for ${days} days`,
    ResourceType,
    ResourceTags: appliances.map(({ name }) => ({ ResourceTagKey: TAG.appliance, ResourceTagValue: name })),
    RetentionPeriod: { RetentionPeriodValue: days, RetentionPeriodUnit: 'DAYS' },
  },
});

const rules = (appliance) => [
  [`ImageRecycleBin${logicalName(appliance.name)}`, rule(appliance, 'EC2_IMAGE')],
  [`SnapshotRecycleBin${logicalName(appliance.name)}`, rule(appliance, 'EBS_SNAPSHOT')],
];

const binned = configuration.appliances.filter(({ rotation }) => rotation.recycleBin !== undefined);

module.exports = { Resources: resourcesOf(isMany(configuration) ? shared(binned) : binned.flatMap(rules)) };
