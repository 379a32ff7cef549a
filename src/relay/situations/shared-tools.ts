import type { JsonObject } from '../../json/json.ts';
import type { SaidCall, SentTool } from '../situation.ts';

const byCity = (name: string, description: string): SentTool => ({
  name,
  description,
  parameters: {
    type: 'object',
    properties: { city: { type: 'string', description: 'The name of the city.' } },
    required: ['city'],
  },
});

/** Tools of the situations that do not test tool definitions. A situation that tests one field of a tool changes a copy. */
export const getWeather: SentTool = byCity('get_weather', 'The weather of a city.');
export const getTides: SentTool = byCity('get_tides', 'The tides of a port.');
export const getWind: SentTool = byCity('get_wind', 'The wind at a place.');
export const getTime: SentTool = {
  name: 'get_time',
  description: 'The time.',
  parameters: { type: 'object', properties: {} },
};

/** A tool whose arguments are an object of this JSON Schema, for the situations that test a keyword of schemas. */
export const recordTool = (schema: JsonObject): SentTool => ({
  name: 'record',
  description: 'Keeps a record.',
  parameters: { type: 'object', ...schema },
});

/** A call of `getWeather`. */
export const weatherCall = (city: string): Omit<SaidCall, 'id'> => ({ name: getWeather.name, arguments: { city } });
