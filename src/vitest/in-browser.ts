type Own = typeof import('./vitest.ts');

/**
 * What `tooltape/vitest` is for who resolves packages as browsers do: a test that runs in one is told why that cannot be. Vitest in Node
 * may resolve them so, too, for the packages of a framework.
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
