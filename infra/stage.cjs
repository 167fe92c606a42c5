/** The stage is part of names that AWS and our own tags must accept. */
function stageOf(options) {
  // Without the option osls hands over null.
  const stage = options.stage ?? 'dev';
  if (!/^[a-z0-9]+$/.test(stage)) throw new Error(`stage "${stage}" is not a stage; use only a-z and 0-9`);
  return stage;
}

module.exports = { stage: ({ options }) => stageOf(options), stageOf };
