/** How long each function may run; the state machines' own time-outs are written with these in mind. */
module.exports = { ...require('../shared/machines/time-outs.ts').FUNCTION_TIMEOUT_SECONDS };
