/** Every function that has a time-out. Its name is that of its file, of its state, of its event and of its test. */
const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');
const { ASKING_MEMORY_MB, proberMemoryMb } = require('../shared/domain/memory.ts');
const { ASYNC_INVOCATIONS } = require('../shared/machines/async-invocations.ts');
const { FUNCTION_TIMEOUT_SECONDS } = require('../shared/machines/time-outs.ts');
const { appliances } = require('./configuration.cjs');
const { environment, vpc } = require('./prove-service.cjs');
const { stageOf } = require('./stage.cjs');
const { camelCase, pascalCase } = require('./template.cjs');

const FOLDER = join(__dirname, '..', 'functions');

function handlerOf(name) {
  const room = readdirSync(FOLDER).find((each) => existsSync(join(FOLDER, each, `${name}.ts`)));
  if (room === undefined) throw new Error(`${name} has a time-out and no file in functions/`);
  return `functions/${room}/${name}.handler`;
}

/** What only some functions have. */
const OWN = {
  'probe-appliance': { memorySize: proberMemoryMb(appliances) },
  'launch-proof': { environment },
  // No VPC, unless an appliance has probe.subnets.
  'prove-service': { memorySize: ASKING_MEMORY_MB, vpc },
};

const queue = (id) => ({ type: 'sqs', arn: { 'Fn::GetAtt': [id, 'Arn'] } });

function invokedAlone(name) {
  const asked = ASYNC_INVOCATIONS[name];
  if (asked === undefined) return {};
  const { retries, ageSecondsMax, onSuccess, onFailure } = asked;
  const destinations = {
    ...(onSuccess && { onSuccess: camelCase(onSuccess) }),
    ...(onFailure && { onFailure: queue(onFailure) }),
  };
  const any = Object.keys(destinations).length > 0;
  return { maximumRetryAttempts: retries, maximumEventAge: ageSecondsMax, ...(any && { destinations }) };
}

const functionOf = ([name, timeout], stage) => ({
  handler: handlerOf(name),
  name: `failover-${stage}-${name}`,
  timeout,
  role: `${pascalCase(name)}Role`,
  ...invokedAlone(name),
  ...OWN[name],
});

module.exports = ({ options }) =>
  Object.fromEntries(
    Object.entries(FUNCTION_TIMEOUT_SECONDS).map((each) => [camelCase(each[0]), functionOf(each, stageOf(options))]),
  );
