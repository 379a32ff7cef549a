import { LONGEST_SCENARIO_ID } from '../../domain/scenario.ts';
import type { ServerTools } from '../../domain/server.ts';
import { asText, isObject, type JsonObject } from '../../json/json.ts';
import { escapeInJson } from '../../text/escape.ts';
import { shorten } from '../../text/shorten.ts';

const LONGEST_LINE = 160;

/**
 * A scenario file with one scenario for each tool. Each expects one call, with any value for each required parameter. A person
 * must write the prompts; `review` reminds of it until the person removes it.
 */
export function firstScenarios({ server, tools }: ServerTools): string {
  const taken = new Set<string>();
  const scenarios = tools.map((tool) => scenarioOf(server, tool, taken)).join('');
  return `# A first scenario for each tool of the MCP server "${server}". Write into \`prompt\` what a user would say, without the name of
# the tool, and into \`arguments\` what is right; then take \`review\` away.
defaults:
  tools: [{ mcp: ${server} }]
  # The first response is judged, and no tool is run. Take it away to let the server answer.
  max_steps: 1
  review: true
scenarios:
${scenarios}`;
}

function scenarioOf(server: string, tool: JsonObject, taken: Set<string>): string {
  const name = asText(tool['name']);
  const about = shorten(asText(tool['description']).replaceAll(/\s+/g, ' ').trim(), LONGEST_LINE);
  const says = about === '' ? 'Use the tool without saying its name.' : `Say what needs: ${about}`;
  return `  - id: ${idFor(`${server}-${name}`, taken)}
    prompt: ${text(says)}
    expect:
      calls:
        - name: ${text(name)}
          arguments: ${argumentsOf(tool)}
`;
}

/** Matchers for any value of each required parameter; comments name the other parameters. */
function argumentsOf({ inputSchema }: JsonObject): string {
  const { properties, required } = isObject(inputSchema) ? inputSchema : {};
  const needed = (Array.isArray(required) ? required : []).filter((name) => typeof name === 'string');
  const others = Object.keys(isObject(properties) ? properties : {}).filter((name) => !needed.includes(name));
  const values = needed.map((name) => `${text(name)}: { $any: true }`).join(', ');
  const more = others.length === 0 ? '' : ` # optional: ${shorten(others.map(text).join(', '), LONGEST_LINE)}`;
  return `${values === '' ? '{}' : `{ ${values} }`}${more}`;
}

/** JSON, which is valid YAML, with hidden characters escaped. */
function text(value: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value)
    ? value
    : escapeInJson(JSON.stringify(value));
}

/** An id that no other scenario of the file has, without regard to case. */
function idFor(wanted: string, taken: Set<string>): string {
  const plain = wanted.replaceAll(/^_|[^\p{L}\p{M}\p{N}._-]/gu, '-');
  const base = plain.slice(0, LONGEST_SCENARIO_ID - 4);
  let id = base;
  for (let i = 2; taken.has(id.toLowerCase()); i += 1) id = `${base}-${i}`;
  taken.add(id.toLowerCase());
  return /^[A-Za-z_][A-Za-z0-9._-]*$/.test(id) ? id : text(id);
}
