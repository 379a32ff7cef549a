import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../scenarios/', import.meta.url);

const INTRO = `# Example scenarios

Copy what you need: each scenario below shows one thing that an expectation can say. The package holds them in its folder
\`scenarios\`, and their recordings are what the pictures of this documentation show.
`;

/** `docs/examples.md`: every scenario that is shipped, as it stands in its file. */
export function examplesPage(): string {
  const files = readdirSync(FOLDER)
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  const sections = files.map((file) => {
    const text = readFileSync(new URL(file, FOLDER), 'utf8').replace(/^# yaml-language-server:.*\n/, '');
    return `## ${file}\n\n\`\`\`yaml\n${text.trim()}\n\`\`\`\n`;
  });
  return [INTRO, ...sections, 'This page is made by `npm run generate` from the folder `scenarios`.\n'].join('\n');
}
