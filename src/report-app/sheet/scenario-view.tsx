import type { JSX } from 'preact';

import { isObject, type JsonObject } from '../../json/json.ts';
import type { ScenarioRow } from '../../domain/run.ts';
import { count } from '../../text/numbers.ts';
import { JsonView } from './json-view.tsx';
import { LongText, Text } from '../text.tsx';

/** The tags and messages of a scenario. Its tools and its expectation unfold on a click. */
export function ScenarioView({ scenario }: { scenario: ScenarioRow | null }): JSX.Element {
  if (scenario === null) return <section class="asked" aria-busy="true" />;
  const messages = Array.isArray(scenario.messages) ? scenario.messages : [];
  return (
    <section class="asked" aria-label="What was asked">
      {scenario.tags.length > 0 ? (
        <ul class="tags" aria-label="Tags">
          {scenario.tags.map((tag) => (
            <li key={tag}>
              <Text>{tag}</Text>
            </li>
          ))}
        </ul>
      ) : null}
      <ol class="messages">
        {messages.map((message, i) => (
          <MessageView key={i} message={isObject(message) ? message : { content: message }} />
        ))}
      </ol>
      <details>
        <summary>
          Tools <span class="quiet">{count(scenario.tools.length)}</span>
        </summary>
        {scenario.tools.map((tool, i) => (
          <ToolView key={i} tool={tool} />
        ))}
      </details>
      <details>
        <summary>
          Expectation <span class="quiet">as written</span>
        </summary>
        <div class="code">
          <JsonView value={scenario.expect} matchers />
        </div>
      </details>
    </section>
  );
}

function MessageView({ message }: { message: JsonObject }): JSX.Element {
  const { role, content, ...rest } = message;
  const name = typeof role === 'string' ? role : 'message';
  return (
    <li class={`message role-${name === 'user' || name === 'system' ? name : 'other'}`}>
      <span class="role">
        <Text>{name}</Text>
      </span>
      <div class="message-text">
        {typeof content === 'string' ? (
          <p dir="auto">
            <LongText>{content}</LongText>
          </p>
        ) : null}
        {content !== undefined && content !== null && typeof content !== 'string' ? (
          <div class="code">
            <JsonView value={content} />
          </div>
        ) : null}
        {Object.keys(rest).length > 0 ? (
          <div class="code">
            <JsonView value={rest} />
          </div>
        ) : null}
      </div>
    </li>
  );
}

function ToolView({ tool }: { tool: JsonObject }): JSX.Element {
  const inner = tool['function'];
  const { name, description, parameters } = isObject(inner) ? inner : tool;
  return (
    <div class="tool">
      <p class="tool-name">
        <Text>{typeof name === 'string' ? name : 'unnamed'}</Text>
      </p>
      {typeof description === 'string' ? (
        <p class="tool-text" dir="auto">
          <LongText>{description}</LongText>
        </p>
      ) : null}
      {parameters === undefined ? null : (
        <div class="code">
          <JsonView value={parameters} />
        </div>
      )}
    </div>
  );
}
