/** Writes the report as the one comment of tooltape on the pull request: the first time a new one, later the same one anew. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Characters that GitHub takes in a comment are 65,536. */
const LONGEST = 65_000;
const {
  RUNNER_TEMP = '',
  GITHUB_API_URL = '',
  GITHUB_REPOSITORY = '',
  GITHUB_EVENT_PATH = '',
  TOKEN = '',
  DIRECTORY = '.',
} = process.env;
/** Tells the comment from others, and the projects of one repository apart. */
const MARK = DIRECTORY === '.' ? '<!-- tooltape -->' : `<!-- tooltape ${encodeURIComponent(DIRECTORY)} -->`;

const report = join(RUNNER_TEMP, 'tooltape.md');
const { pull_request: pull } = JSON.parse(readFileSync(GITHUB_EVENT_PATH, 'utf8'));
if (!existsSync(report)) {
  console.log('::notice title=tooltape::there is no report to comment with: the replay did not get that far');
} else if (pull === undefined) {
  console.log('::notice title=tooltape::this event belongs to no pull request');
} else {
  await comment(pull.number, bodyOf(readFileSync(report, 'utf8')));
}

/** Cut at a line, so that no fence or element is broken in the middle of one. */
function bodyOf(text) {
  const whole = `${MARK}\n### tooltape\n\n${text}`;
  if (whole.length <= LONGEST) return whole;
  const cut = whole.slice(0, whole.lastIndexOf('\n', LONGEST));
  const open = (cut.match(/^`{3,}/gm) ?? []).length % 2 === 1 ? '\n```' : '';
  const folds = (cut.match(/<details>/g) ?? []).length - (cut.match(/<\/details>/g) ?? []).length;
  return `${cut}${open}${'\n</details>'.repeat(Math.max(0, folds))}\n\n… the summary of the job has the rest.\n`;
}

async function comment(number, body) {
  const comments = `/repos/${GITHUB_REPOSITORY}/issues/${number}/comments`;
  const own = await find(comments);
  if (own === 'refused') return;
  const response =
    own === null
      ? await ask('POST', comments, { body })
      : await ask('PATCH', `/repos/${GITHUB_REPOSITORY}/issues/comments/${own}`, { body });
  if (refused(response)) return;
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  console.log(own === null ? 'commented on the pull request' : 'replaced the comment on the pull request');
}

/** The id of the comment that an earlier run wrote; null without one. */
async function find(comments) {
  const me = await viewer();
  const isOwn = ({ user }) => (me === null ? user?.type === 'Bot' : user?.login === me);
  for (let page = 1; page <= 30; page += 1) {
    const response = await ask('GET', `${comments}?per_page=100&page=${page}`);
    if (refused(response)) return 'refused';
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
    const list = await response.json();
    const own = list.find((one) => one.body?.startsWith(MARK) && isOwn(one));
    if (own !== undefined) return own.id;
    if (list.length < 100) return null;
  }
  return null;
}

/** Whose token it is; null for that of a workflow or an app, which is a bot. */
async function viewer() {
  const response = await ask('GET', '/user');
  return response.ok ? ((await response.json()).login ?? null) : null;
}

/** The token of a pull request from a fork may only read: the summary of the job has the report all the same. */
function refused({ status }) {
  if (status !== 401 && status !== 403) return false;
  console.log('::notice title=tooltape::the token may not comment; the summary of the job has the report');
  return true;
}

function ask(method, path, body) {
  return fetch(`${GITHUB_API_URL}${path}`, {
    method,
    headers: {
      accept: 'application/vnd.github+json',
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
      'x-github-api-version': '2022-11-28',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
