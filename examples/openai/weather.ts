/** The tool that the agent has: a real one would ask a weather service. */
export const NAME = 'get_weather';
export const DESCRIPTION = 'Weather of a city';
export const PARAMETERS = {
  type: 'object' as const,
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false as const,
};

export function weatherOf(_city: string): { temperature: number } {
  return { temperature: 22 };
}
