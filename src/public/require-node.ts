import { nodeFault } from '../domain/platform/node-version.ts';

// An entry of the package imports this module before any other: on an older Node the others fail without naming the version.
const fault = nodeFault(process.versions.node);
if (fault !== null) throw new Error(fault);
