/** What `npm run conform -- --help` says. */

export const HELP = `Observes, in a lab account, what AWS really answers, so that the simulator can be compared with it.
Never in production: some rows stop, replace and terminate the appliance.

  npm run conform -- [options]

  (no option)         shows the rows, and runs those that ${'`--out`'} does not have yet; asks before each change
  --list              shows the rows with what each costs and changes; asks nothing of AWS
  --rows 0,3,8        runs these rows, also when they were observed before
  --replay FILE       compares a file with the simulator, row by row; asks nothing of AWS
  --unobserved        prints the rows that no committed file has observed, as docs/reference/simulator.md lists them

  --stage NAME        which deployment (default: lab)
  --appliance NAME    which appliance of it (default: lab)
  --region NAME       where it is (default: the region in appliances.yml, or $AWS_REGION)
  --profile NAME      the AWS profile (default: $AWS_PROFILE)
  --appliances FILE   the configuration (default: $APPLIANCES_FILE or appliances.yml)
  --out FILE          where the observations are kept (default: conformance.json); an existing file is continued
  --json              one JSON document instead of lines
  --help              this text

The rows that change something need an instance of type t*.nano, t*.micro or t*.small, and the account id, typed once.
Without a terminal only the rows that change nothing run. Ctrl-C keeps what was observed. $AWS_ENDPOINT_URL is honoured.

Exit code: 0  every row that was asked for is observed; with --replay, every row agrees
           1  a row is not observed, or differs from the simulator
           2  a mistake on the command line; AWS was not asked

  npm run conform -- --list
  npm run conform -- --rows 0,1,4,6,10,11
  npm run conform -- --replay conformance.json
`;
