import net from 'node:net';
import { listen } from './http-fault';

/** A port of 127.0.0.1 that leads to another one, where all that either side sends arrives some milliseconds later. */
export function openSlowLink(port: number, delayMs: number): Promise<{ port: number; close(): Promise<void> }> {
  const carry = (from: net.Socket, to: net.Socket): void => {
    from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs));
    from.on('end', () => setTimeout(() => to.end(), delayMs));
    from.on('error', () => to.destroy());
  };
  const server = net.createServer((client) => {
    const upstream = net.connect(port, '127.0.0.1');
    carry(client, upstream);
    carry(upstream, client);
  });
  return listen(server);
}
