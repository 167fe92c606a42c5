/** What the probed port of an appliance would be; an act opens and closes it. */
import { createServer, type Server } from 'node:net';

export type Service = { open(): void; close(): void };

export function serviceAt(port: number): Service {
  let server: Server | undefined;
  return {
    open: () => {
      server ??= createServer((socket) => socket.end()).listen(port, '127.0.0.1');
    },
    close: () => {
      server?.close();
      server = undefined;
    },
  };
}
