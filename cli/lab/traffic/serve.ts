/** The server: an echo by TCP and one by UDP. The SSH server is OpenSSH's own. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { STREAM_PORTS } from '../network/example.ts';

/** What sshd says of itself as well. */
export const LISTENING = 'Server listening';

export function serve(): void {
  createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.pipe(socket);
  }).listen(STREAM_PORTS.tcp, '0.0.0.0', () => process.stdout.write(`${LISTENING}\n`));
  const udp = createSocket('udp4');
  udp.on('message', (message, { port, address }) => udp.send(message, port, address));
  udp.bind(STREAM_PORTS.udp, '0.0.0.0');
}
