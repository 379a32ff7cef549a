const ENDPOINT = /^(?:\/\S*)?\/models\/([^\s?]+):(generateContent|streamGenerateContent)$/;

/** The path of a request: the model and whether it streams stand in it. */
export function geminiEndpoint(model: string, stream: boolean): string {
  return `/models/${model.replace(/^models\//, '')}:${stream ? 'streamGenerateContent' : 'generateContent'}`;
}

/** What a path asks for; null for one that is no endpoint of Gemini. */
export function parseEndpoint(path: string): { readonly model: string; readonly stream: boolean } | null {
  const [, model, method] = ENDPOINT.exec(path) ?? [];
  return model === undefined ? null : { model, stream: method === 'streamGenerateContent' };
}
