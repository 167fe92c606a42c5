/** A schedule is named `failover-STAGE-APPLIANCE-rotation`: at most 64 characters, of which an appliance may need 24. */
const CHARACTERS_MAX = 21;

/** The stage is part of names that AWS and our own tags must accept. */
function stageOf(options) {
  // Without the option osls hands over null.
  const stage = options.stage ?? 'dev';
  if (!/^[a-z0-9]+$/.test(stage)) throw new Error(`stage "${stage}" is not a stage; use only a-z and 0-9`);
  if (stage.length > CHARACTERS_MAX) {
    throw new Error(`stage "${stage}" has ${stage.length} characters; use at most ${CHARACTERS_MAX}`);
  }
  return stage;
}

module.exports = { stage: ({ options }) => stageOf(options), stageOf };
