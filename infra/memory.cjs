/** Memory of the functions for which it depends on the configuration. */
const { proberMemoryMb } = require('../shared/domain/memory.ts');
const { appliances } = require('./configuration.cjs');

module.exports = { probeAppliance: proberMemoryMb(appliances.length) };
