import { loadConfiguration } from '../shared/config.ts';
import { loseZone } from '../simulator/bench/zone-of-appliances.ts';
const f = await loseZone(loadConfiguration(), { count: Number(process.argv[2]), seed: 1 });
const b = f.backSeconds;
console.log(f.count, 'back', b.length, 'p50', b[Math.floor(b.length / 2)], 'last', b.at(-1), f.endings, 'failures', f.failures.length, 'violations', f.violations.length, JSON.stringify(f.left), [...f.calls].filter(([k]) => /Execution/.test(k)).map(([k, v]) => `${k} ${v.asked}/${v.throttled}`).join('; '), f.mails);
