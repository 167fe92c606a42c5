/** Where the configuration asks for it: pruned images and their EBS snapshots can be taken back for some days. */
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

const rules = (appliance) => [
  [`ImageRecycleBin${logicalName(appliance.name)}`, rule(appliance, 'EC2_IMAGE')],
  [`SnapshotRecycleBin${logicalName(appliance.name)}`, rule(appliance, 'EBS_SNAPSHOT')],
];

module.exports = {
  Resources: resourcesOf(
    configuration.appliances.filter(({ rotation }) => rotation.recycleBin !== undefined).flatMap(rules),
  ),
};
