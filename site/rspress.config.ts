import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig, type UserConfig } from '@rspress/core';
import { accessible } from './accessible.ts';
import { NAV, SECTIONS } from './pages.ts';

const ROOT = join(import.meta.dirname, '..');

/** The documentation site: `npm run docs` serves it, `npm run docs:build` writes it into `.site`. A dead link fails the build. */
const config: UserConfig = defineConfig({
  root: join(ROOT, 'docs'),
  outDir: join(ROOT, '.site'),
  lang: 'en',
  title: 'tooltape',
  description: 'Record, replay and score how language models, and the agents built on them, call tools.',
  logoText: 'tooltape',
  icon: pathToFileURL(join(import.meta.dirname, 'icon.svg')),
  globalStyles: join(import.meta.dirname, 'theme.css'),
  // The link of the page for missing addresses is named as its label for screen readers.
  i18nSource: (texts) => ({ ...texts, takeMeHomeText: { en: 'Go to home' } }),
  search: { codeBlocks: true },
  // A cached page would not be searched for dead links again.
  builderConfig: { performance: { buildCache: false } },
  markdown: { link: { checkDeadLinks: true, checkAnchors: true }, rehypePlugins: [accessible] },
  themeConfig: {
    nav: NAV,
    sidebar: { '/': SECTIONS },
    enableContentAnimation: false,
    llmsUI: false,
  },
});

export default config;
