import { networkInterfaces } from 'node:os';

/** Those that home and studio networks use (RFC 1918); a private one is preferred to one that the world may reach. */
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

/** This machine's IPv4 address in its network; undefined when it has none. */
export function lanAddress(): string | undefined {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);
  return addresses.find((address) => PRIVATE.test(address)) ?? addresses[0];
}
