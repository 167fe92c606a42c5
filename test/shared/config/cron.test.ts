/** Which `cron()` expressions EventBridge Scheduler would take. */
import { expect, test } from '@jest/globals';
import { cronFault } from '../../../shared/config/cron.ts';

test.each([
  '0 3 * * ? *',
  '  0   3 * * ? *  ',
  '*/15 * * * ? *',
  '0/10 8-17 ? * MON-FRI *',
  '0,30 3 1,15 JAN,JUL ? 2026-2030',
  '0 3 L * ? *',
  '0 3 LW * ? *',
  '0 3 15W * ? *',
  '0 3 ? * 6L *',
  '0 3 ? 1/3 TUE#2 *',
  '59 23 31 12 ? 2199',
])('%s is taken', (body) => {
  expect(cronFault(body)).toBeUndefined();
});

test.each([
  ['0 3 * * *', 'has 5 fields; a cron() has six: minute hour day month weekday year'],
  ['60 3 * * ? *', 'has "60" as its minute, which goes from 0 to 59'],
  ['0 24 * * ? *', 'has "24" as its hour, which goes from 0 to 23'],
  ['0 3 0 * ? *', 'has "0" as its day, which goes from 1 to 31'],
  ['0 3 32W * ? *', 'has "32W" as its day'],
  ['0 3 * 13 ? *', 'has "13" as its month, which goes from 1 to 12 or JAN to DEC'],
  ['0 3 * MAI ? *', 'has "MAI" as its month'],
  ['0 3 ? * 0 *', 'has "0" as its weekday, which goes from 1 to 7 or SUN to SAT'],
  ['0 3 ? * MON#6 *', 'has "MON#6" as its weekday'],
  ['0 3 ? * 3#1,6#3 *', 'has "3#1" as its weekday'],
  ['0 3 * * ? 1969', 'has "1969" as its year, which goes from 1970 to 2199'],
  ['0 ? * * ? *', 'has "?" as its hour'],
  ['0/0 3 * * ? *', 'has "0/0" as its minute'],
  ['0 1-2-3 * * ? *', 'has "1-2-3" as its hour'],
  ['0 1/2/3 * * ? *', 'has "1/2/3" as its hour'],
  ['0 3, * * ? *', 'has "" as its hour'],
  ['0 3 ? * FRI-MON *', 'has "FRI-MON" as its weekday, which runs backwards; write FRI-SAT,SUN-MON'],
  ['0 3 ? * SAT-SUN *', 'has "SAT-SUN" as its weekday, which runs backwards; write SAT,SUN'],
  ['0 3 ? * 6-MON *', 'which runs backwards; write 6-SAT,SUN-MON'],
  ['0 23-3 * * ? *', 'has "23-3" as its hour, which runs backwards; write 23,0-3'],
  ['0 3 ? NOV-FEB MON *', 'has "NOV-FEB" as its month, which runs backwards; write NOV-DEC,JAN-FEB'],
  ['0 3 * * ? 2030-2027', 'has "2030-2027" as its year, which runs backwards; write 2027-2030'],
  ['0 20-4/2 * * ? *', 'has "20-4/2" as its hour, which runs backwards'],
  ['0 3 * * * *', 'must leave exactly one of day and weekday open with ?'],
  ['0 3 ? * ? *', 'must leave exactly one of day and weekday open with ?'],
])('%s is refused: %s', (body, fault) => {
  expect(cronFault(body)).toContain(fault);
});
