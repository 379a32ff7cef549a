import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIP } from 'node:net';

type Ask = (this: unknown, ...args: unknown[]) => unknown;

const QUESTIONS = /^(?:lookup(?:Service)?|resolve(?:[A-Z0-9]\w*)?|reverse)$/;

/** Refuses DNS lookups, which would reach the network. Addresses and localhost need none. Returns a function that lifts the lock. */
export function lockNames(gate: (host: string) => Error | null): () => void {
  const refusing = (host: unknown, name: string): Error | null => {
    const isLocal = name === 'lookup' && (host === '' || host === 'localhost' || isIP(String(host)) > 0);
    return isLocal ? null : gate(String(host));
  };
  const withCallback = (name: string, original: Ask): Ask =>
    function locked(this: unknown, ...args: unknown[]) {
      const done = args.at(-1);
      const error = typeof done === 'function' ? refusing(args[0], name) : null;
      if (error === null) return original.apply(this, args);
      process.nextTick(done as () => void, error);
      return undefined;
    };
  const withPromise = (name: string, original: Ask): Ask =>
    function locked(this: unknown, ...args: unknown[]) {
      const error = refusing(args[0], name);
      return error === null ? original.apply(this, args) : Promise.reject(error);
    };
  const undo = [
    ...replace(dns, withCallback),
    ...replace(dns.Resolver.prototype, withCallback),
    ...replace(dns.promises, withPromise),
    ...replace(dns.promises.Resolver.prototype, withPromise),
  ];
  syncBuiltinESMExports();
  return () => {
    for (const step of undo) step();
    syncBuiltinESMExports();
  };
}

function replace(holder: object, locked: (name: string, original: Ask) => Ask): (() => void)[] {
  const methods = holder as Record<string, Ask>;
  const names = Object.getOwnPropertyNames(holder).filter((name) => QUESTIONS.test(name));
  return names.map((name) => {
    const original = methods[name] as Ask;
    methods[name] = locked(name, original);
    return () => {
      methods[name] = original;
    };
  });
}
