import { configureGlobal } from 'fast-check';

/**
 * fast-check, with one seed in CI: a change is refused there for what it does, not for a case that chance found. Everywhere else each
 * run tries other cases; a failure prints its seed.
 */
export * from 'fast-check';

const seed = process.env['PROPERTY_SEED'];
if (seed !== undefined && seed !== '') configureGlobal({ seed: Number(seed) });
