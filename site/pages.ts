interface Page {
  readonly text: string;
  readonly link: string;
}

interface Section {
  readonly text: string;
  readonly collapsible: boolean;
  readonly collapsed: boolean;
  readonly items: Page[];
}

function section(text: string, pages: readonly (readonly [text: string, file: string])[], collapsed = false): Section {
  const items = pages.map(([title, file]) => ({ text: title, link: `/${file}` }));
  return { text, collapsible: true, collapsed, items };
}

/** The pages of the site in reading order. A test holds that every file of `docs` stands here. */
export const SECTIONS: Section[] = [
  section('Tutorial', [['Your first hour', 'first-hour']]),
  section('How-to guides', [
    ['Choose a model', 'choose-a-model'],
    ['Test your agent', 'test-your-agent'],
    ['Read the page of a run', 'page'],
    ['Record any program', 'exec'],
    ['Compare agents with models', 'agents'],
    ['Test your MCP server', 'mcp'],
    ['Prove your gateway', 'relay'],
    ['Judge at every save', 'watch'],
    ['Gate pull requests in CI', 'ci'],
    ['Import traffic and benchmarks', 'import'],
  ]),
  section('Coming from', [
    ['promptfoo', 'from-promptfoo'],
    ['vcrpy, Polly or nock', 'from-http-recorders'],
    ['vitest-evals', 'from-vitest-evals'],
  ]),
  section('How it decides', [
    ['In plain words', 'how-it-decides'],
    ['Scoring', 'scoring'],
    ['Results of eight models', 'results'],
    ['Wire checks', 'wire'],
    ['Security', 'security'],
  ]),
  section('Reference', [
    ['Commands', 'commands'],
    ['Scenario files', 'scenarios'],
    ['Example scenarios', 'examples'],
    ['Argument matchers', 'matchers'],
    ['Configuration', 'configuration'],
    ['Protocols', 'protocols'],
    ['Cassettes', 'cassettes'],
    ['The run file', 'run-file'],
    ['Library', 'library'],
    ['Lints and faults of check', 'lints'],
    ['Errors and exit codes', 'errors'],
    ['Fields of a relay', 'relay-fields'],
  ]),
  section(
    'Work on tooltape',
    [
      ['Add a protocol', 'contributing/add-a-protocol'],
      ['Add a matcher', 'contributing/add-a-matcher'],
      ['Add a reporter', 'contributing/add-a-reporter'],
      ['Add a wire check', 'contributing/add-a-wire-check'],
      ['Add a lint', 'contributing/add-a-lint'],
      ['Add an importer', 'contributing/add-an-importer'],
      ['Add a situation', 'contributing/add-a-situation'],
      ['Decisions', 'decisions/README'],
    ],
    true,
  ),
];

/** Links at the top of every page. */
export const NAV: Page[] = [
  { text: 'Tutorial', link: '/first-hour' },
  { text: 'How it decides', link: '/how-it-decides' },
  { text: 'Reference', link: '/commands' },
];
