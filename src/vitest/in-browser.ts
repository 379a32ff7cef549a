type Own = typeof import('./vitest.ts');

/**
 * `tooltape/vitest` for resolvers with the condition `browser`. In a browser it throws an error that names the remedy. Vitest in Node may
 * resolve with this condition, too, for the packages of a framework; there the module exports `vitest.ts`.
 */
const { versions } = (globalThis as { process?: { versions?: { node?: string } } }).process ?? {};
if (versions?.node === undefined) {
  throw new Error(
    'tooltape/vitest records and replays in Node, and this test runs in a browser. Move it to a project of Vitest without browser mode.',
  );
}
const own: Own = await import('./vitest.ts');

export const expect: Own['expect'] = own.expect;
export const test: Own['test'] = own.test;
export const describe: Own['describe'] = own.describe;
