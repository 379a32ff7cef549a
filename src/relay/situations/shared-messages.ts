import type { Answering, Said, SaidPart } from '../situation.ts';

const ask = (text: string): Said => ({ role: 'user', text });

/** Questions of the situations that do not test the text of the user. */
export const askForWeather: Said = ask('How is the weather in Lisbon?');
export const askForTwoCities: Said = ask('How warm is it in Lisbon and in Oslo?');
export const askForRecord: Said = ask('Keep a record of this.');
export const askAboutSea: Said = ask('Tell me of the sea.');

/** The answer of the upstream in the situations that test the request. */
export const mildAnswer: Answering = { text: 'It is mild in Lisbon.' };

/** An image of one pixel. */
export const pixel: SaidPart = {
  kind: 'image',
  url: 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
};
