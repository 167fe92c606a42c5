/** Inside a namespace of `npm run lab`: the server's echoes (`serve`), or the client's streams (`client HOST KEY`). */
import { client } from './lab/traffic/client.ts';
import { serve } from './lab/traffic/serve.ts';

const [what, host = '', key = ''] = process.argv.slice(2);
if (what === 'serve') serve();
else client({ host, key });
