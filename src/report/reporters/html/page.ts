import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

import { TooltapeError } from '../../../domain/errors.ts';

/** The script and the style sheet of the page, as the build made them. */
export interface ReportApp {
  readonly script: string;
  readonly style: string;
}

/** Paths of the built files, from a chunk, a program, the library and the sources. */
const PLACES = ['../report/', './report/', './', '../../../../dist/report/'];

let loaded: ReportApp | null = null;

/** Reads the built script and style sheet once. Errors: OUTPUT where they are missing. */
export function loadReportApp(): ReportApp {
  if (loaded !== null) return loaded;
  const folder = PLACES.map((place) => new URL(place, import.meta.url)).find((url) =>
    existsSync(new URL('html-app.js', url)),
  );
  if (folder === undefined) {
    throw new TooltapeError('OUTPUT', 'The page of the HTML report is missing from the installation.', {
      remedy: 'In a checkout, run `npm run build`; elsewhere, install tooltape again.',
    });
  }
  const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
  loaded = { script: read('html-app.js'), style: read('html-app.css') };
  return loaded;
}

const ICON =
  '%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Crect width=%2216%22 height=%2216%22 rx=%224%22 fill=%22%232f5d50%22/%3E' +
  '%3Ccircle cx=%225%22 cy=%227.5%22 r=%222.2%22 fill=%22none%22 stroke=%22%23fff%22 stroke-width=%221.4%22/%3E' +
  '%3Ccircle cx=%2211%22 cy=%227.5%22 r=%222.2%22 fill=%22none%22 stroke=%22%23fff%22 stroke-width=%221.4%22/%3E' +
  '%3Cpath d=%22M5 11.5h6%22 stroke=%22%23fff%22 stroke-width=%221.4%22/%3E%3C/svg%3E';

/** The page up to its data. A page that is served loads itself anew when `events`, a path of its server, sends an event. */
export function pageHead(app: ReportApp, events?: string): string {
  const scripts = [app.script, ...(events === undefined ? [] : [reloadScript(events)])];
  return `${documentHead('tooltape report', app.style, scripts, events !== undefined)}<div id="app"><p class="boot">Opening the report…</p></div>
<noscript><p class="boot">This report needs JavaScript. It runs from this file alone and sends nothing anywhere.</p></noscript>
`;
}

/**
 * The head of a page and the opening of its body. The content security policy allows these scripts and this style by hash, no
 * markup from text, and no request. With `asks`, the page may send requests to its own server.
 */
export function documentHead(title: string, style: string, scripts: readonly string[] = [], asks = false): string {
  const policy = [
    "default-src 'none'",
    ...(scripts.length === 0 ? [] : [`script-src ${scripts.map((script) => `'${hashOf(script)}'`).join(' ')}`]),
    ...(asks ? ["connect-src 'self'"] : []),
    `style-src '${hashOf(style)}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml,${ICON}">
<style>${style}</style>
</head>
<body>
`;
}

/** The page after its data. */
export function pageTail(app: ReportApp, events?: string): string {
  const reload = events === undefined ? '' : `<script>${reloadScript(events)}</script>\n`;
  return `<script>${app.script}</script>\n${reload}</body>\n</html>\n`;
}

/** Reloads the page on each event. The address holds the view, so the reader sees the same place again. */
function reloadScript(events: string): string {
  return `new EventSource(${JSON.stringify(events)}).onmessage = () => location.reload();`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
