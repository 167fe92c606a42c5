/** Memory of the functions that have another than the rest. */
const { ASKING_MEMORY_MB, proberMemoryMb } = require('../shared/domain/memory.ts');
const { appliances } = require('./configuration.cjs');

module.exports = { probeAppliance: proberMemoryMb(appliances.length), proveService: ASKING_MEMORY_MB };
