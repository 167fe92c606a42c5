/** The options that say where a deployment is, and with whose credentials it is asked. */
import type { Command as Program } from 'commander';
import { text } from '../command-line/values.ts';
import { region } from './values.ts';

export const withPlace = (program: Program): Program =>
  program
    .addOption(
      text('--region <name>', 'where it is (default: of appliances.yml, or $AWS_REGION)', 'ap-northeast-1').argParser(
        region,
      ),
    )
    .addOption(
      text('--profile <name>', 'the AWS profile (default: $AWS_PROFILE); a terminal asks for an MFA code', 'admin'),
    )
    .addOption(
      text('--appliances <file>', 'the configuration (default: $APPLIANCES_FILE or appliances.yml)', 'appliances.yml'),
    )
    .option('--json', 'one JSON document instead of lines');
