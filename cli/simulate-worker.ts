/** A child process of `npm run simulate`. */
import { serve } from './simulate/worker.ts';

serve();
