import { GoogleGenAI, type Content, type Part } from '@google/genai';
import { DESCRIPTION, NAME, PARAMETERS, weather } from './weather.ts';

export async function ask(prompt: string, stream: boolean): Promise<string> {
  const client = new GoogleGenAI({});
  const contents: Content[] = [{ role: 'user', parts: [{ text: prompt }] }];
  const tools = [
    { functionDeclarations: [{ name: NAME, description: DESCRIPTION, parametersJsonSchema: PARAMETERS }] },
  ];
  for (;;) {
    const body = { model: 'oracle', contents, config: { tools } };
    const parts: Part[] = [];
    if (stream) {
      for await (const chunk of await client.models.generateContentStream(body)) {
        parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []));
      }
    } else {
      const answer = await client.models.generateContent(body);
      parts.push(...(answer.candidates?.[0]?.content?.parts ?? []));
    }
    const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
    if (calls.length === 0) return parts.map(({ text, thought }) => (thought === true ? '' : (text ?? ''))).join('');
    contents.push({ role: 'model', parts });
    contents.push({
      role: 'user',
      parts: calls.map(({ id, name }) => ({
        functionResponse: { ...(id !== undefined && { id }), name: name ?? '', response: weather() },
      })),
    });
  }
}
