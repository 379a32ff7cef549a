/** The oldest Node that tooltape runs on, as `engines` in package.json says it. */
export const OLDEST_NODE = '22.20';

/**
 * One sentence for who runs a Node that is too old: what is needed, what was found, what to do. Null for a version that is new enough.
 * `version` is that of `process.versions.node`, without a `v`.
 */
export function nodeFault(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return null;
  return `tooltape needs Node ${OLDEST_NODE} or newer, this is v${version}: install one from https://nodejs.org, or for this project alone: npm install --save-dev node@24`;
}
