const MODELS = '/models/';
const METHOD = /^([^\s?]+):(generateContent|streamGenerateContent)$/;

/** The path of a request. It holds the model and the streaming mode. */
export function geminiEndpoint(model: string, stream: boolean): string {
  return `/models/${model.replace(/^models\//, '')}:${stream ? 'streamGenerateContent' : 'generateContent'}`;
}

/** Model and streaming mode of a path; null for a path that is no endpoint of Gemini. */
export function parseEndpoint(path: string): { readonly model: string; readonly stream: boolean } | null {
  const at = path.lastIndexOf(MODELS);
  const [, model, method] = (at < 0 ? null : METHOD.exec(path.slice(at + MODELS.length))) ?? [];
  const isPath = at === 0 || (path.startsWith('/') && !/\s/.test(path.slice(0, at)));
  return model === undefined || !isPath ? null : { model, stream: method === 'streamGenerateContent' };
}
