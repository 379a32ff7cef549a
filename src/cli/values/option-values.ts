import type { MinPass } from '../../compare/gates/min-pass.ts';
import type { InitServer } from '../../init/server-text.ts';
import type { ToolsFrom } from '../../run/servers/tool-definitions.ts';
import { shareMeant, shareOrNull } from '../../text/share.ts';
import { UnexpectedValue } from './unexpected-value.ts';

/** Parses `a=before.json`: a label and a file. */
export function collectTools(value: string, previous: readonly ToolsFrom[] = []): ToolsFrom[] {
  const [, label, file] = /^([A-Za-z0-9][A-Za-z0-9._-]{0,31})=(.+)$/su.exec(value) ?? [];
  if (label === undefined || file === undefined) {
    throw new UnexpectedValue('a label and a snapshot: a=cassettes/_mcp/files.json');
  }
  return [...previous, { label, file }];
}

/** Parses `0.9`, `tag=0.9`, or several with commas. A tag may contain commas. */
export function collectGate(value: string, previous: readonly MinPass[] = []): MinPass[] {
  const gates = value.split(/(?<==\s*[\d.]+%?|^\s*[\d.]+%?),/u).map((gate): MinPass => {
    const at = gate.lastIndexOf('=');
    const text = gate.slice(at + 1);
    const rate = shareOrNull(text);
    if (at === 0 || rate === null) {
      const meant = at === 0 ? null : shareMeant(text, gate.slice(0, at + 1));
      throw new UnexpectedValue(
        `a number from 0 to 1, alone or after a tag or the word each: ${meant ?? '0.9, parallel=0.9, each=0.5'}`,
      );
    }
    return { tag: at === -1 ? null : gate.slice(0, at).trim(), rate };
  });
  return [...previous, ...gates];
}

/** Parses `1/4`: the first of four shards. */
export function shard(value: string): { index: number; count: number } {
  const match = /^([1-9]\d{0,5})\/([1-9]\d{0,5})$/.exec(value);
  const index = Number(match?.[1]);
  const count = Number(match?.[2]);
  if (match === null || index > count) throw new UnexpectedValue('i/n with i from 1 to n, for example 1/4');
  return { index, count };
}

/** Parses a list with commas, and appends it to the values of earlier options. */
export function collectList(value: string, previous: readonly string[] = []): string[] {
  const items = value.split(',').map((item) => item.trim());
  if (items.every((item) => item === '')) throw new UnexpectedValue('one or more with commas: a,b');
  return [...previous, ...items.filter((item) => item !== '')];
}

/**
 * Parses `files=npx -y my-server .` or `files=https://…`: a name with a command or a URL. Words of the command may be quoted.
 */
export function initServer(value: string): InitServer {
  const [, name, given = ''] = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63})=(.+)$/su.exec(value) ?? [];
  const words = given.match(/"[^"]*"|'[^']*'|[^\s"']+/gu)?.map((word) => word.replace(/^(["'])(.*)\1$/su, '$2')) ?? [];
  if (name === undefined || words.length === 0) {
    throw new UnexpectedValue('a name and a command or URL: files="npx -y my-server"');
  }
  return { name, target: /^https?:\/\//.test(given) ? given.trim() : words };
}

/**
 * Parses a list with commas that stays one text, and appends it to the lists of earlier options. The default is no earlier
 * option: commander hands it over like one.
 */
export function joined(): (value: string) => string {
  const lists: string[] = [];
  return (value) => {
    lists.push(value);
    return lists.join(',');
  };
}
