/** The command line as one file: our own code, what it needs of other packages, and the scenarios. */
import { readFileSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { scenarioNames, scenarioText } from '../../simulator/stories/scenario-source.ts';

/** The oldest Node that the package asks for. */
const TARGET = 'node20';

/** A file that is read beside a source is read beside the program, under the same path. */
const keepPlaces = (root: string): Plugin => ({
  name: 'keep-places',
  setup(builder) {
    builder.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.dirname')) return undefined;
      const place = relative(root, dirname(path)).split(sep).join('/');
      return { contents: text.replaceAll('import.meta.dirname', `(import.meta.dirname + '/${place}')`), loader: 'ts' };
    });
  },
});

/** Three hundred files would be most of the package. */
const holdScenarios: Plugin = {
  name: 'hold-scenarios',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]scenario-source\.ts$/ }, () => {
      const texts = Object.fromEntries(scenarioNames().map((name) => [name, scenarioText(name)]));
      const contents = `const TEXTS: Record<string, string> = ${JSON.stringify(texts)};
        export const scenarioNames = (): string[] => Object.keys(TEXTS);
        export const scenarioText = (name: string): string => TEXTS[name] ?? '';`;
      return { contents, loader: 'ts' };
    });
  },
};

/** Some packages are CommonJS and ask for Node's own modules by `require`, which an ES module does not have. */
const BANNER = `#!/usr/bin/env node
import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);`;

export async function bundleCommandLine(root: string, outfile: string): Promise<Metafile> {
  const { metafile } = await build({
    ...{ absWorkingDir: root, entryPoints: ['cli/failover-packaged.ts'], outfile },
    ...{ bundle: true, minify: true, format: 'esm', platform: 'node', target: TARGET },
    mainFields: ['module', 'main'],
    // What a file does only when it is started alone, it does not do as a part of the program.
    define: { 'import.meta.main': 'false' },
    banner: { js: BANNER },
    plugins: [holdScenarios, keepPlaces(root)],
    metafile: true,
    logLevel: 'warning',
  });
  return metafile;
}
