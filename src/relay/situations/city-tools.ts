import type { SentTool } from '../situation.ts';

const byCity = (name: string, description: string): SentTool => ({
  name,
  description,
  parameters: {
    type: 'object',
    properties: { city: { type: 'string', description: 'The name of the city.' } },
    required: ['city'],
  },
});

/** Tools of the situations that do not test tool definitions. */
export const getWeather: SentTool = byCity('get_weather', 'The weather of a city.');
export const getTides: SentTool = byCity('get_tides', 'The tides of a port.');
export const getWind: SentTool = byCity('get_wind', 'The wind at a place.');
