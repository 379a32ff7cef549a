/** The tool that the agents have. */
export const NAME = 'get_weather';
export const DESCRIPTION = 'Weather of a city';
export const PARAMETERS = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
} as const;

export function weather(): { temperature: number } {
  return { temperature: 22 };
}
