/** In which format a report is written, and where. */
import { text, type ValueOption } from '../command-line/values.ts';
import { shown, Wrong } from '../command-line/wrong.ts';
import { FORMATS, type Format } from '../report/render.ts';

const KNOWN = FORMATS.join(', ');

export const format = (): ValueOption => {
  const option = text('--format <name>', `${KNOWN} (default: by the name of the file, or md)`, 'html');
  option.argParser((given: string): Format => {
    const found = FORMATS.find((each) => each === given);
    if (found) return found;
    throw new Wrong(`--format "${shown(given)}" is not known; write one of ${KNOWN}`);
  });
  return option;
};

export const outputFile = (what = 'writes the report into this file', example = 'report.html'): ValueOption =>
  text('-o, --output <file>', what, example);
