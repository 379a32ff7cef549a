/** The scenario of a new project: two independent calls, and an answer that must hold their results. */
export const SCENARIO = `# yaml-language-server: $schema=../node_modules/tooltape/schema/scenario.schema.json
# One test case: what the user asks, the tools there are, and the calls you expect.
id: weather-and-umbrella
tags: [parallel]
prompt: What is the weather like in Paris today? And find me an umbrella for less than 30 euros.

tools:
  - name: get_weather
    description: The current weather in a city.
    parameters:
      type: object
      properties:
        city: { type: string, description: 'Name of the city, such as Paris' }
        unit: { type: string, enum: [celsius, fahrenheit], description: 'Unit of the temperature; celsius by default' }
      required: [city]
    # What the tool answers. The first entry whose \`when\` fits the arguments wins; the last one is for all others.
    returns:
      - when: { city: { $contains: Paris } }
        result: { city: Paris, temperature: 17, unit: celsius, condition: showers }
      - error: unknown city
  - name: search_products
    description: Searches the shop.
    parameters:
      type: object
      properties:
        query: { type: string, description: What to look for }
        max_price: { type: number, description: Highest price in euros }
      required: [query]
    returns:
      - result: [{ name: Travel umbrella, price: 24.9 }]

expect:
  # Both calls, in any order and none beside them. They do not depend on each other, so a good model makes them at once.
  calls:
    # \`$contains\`, \`$optional\` and their like say what may differ; a plain value must be equal.
    - { name: get_weather, arguments: { city: { $contains: Paris }, unit: { $optional: celsius } } }
    - { name: search_products, arguments: { query: { $regex: umbrella, $flags: i }, max_price: 30 } }
  # The answer must hold what the tools have found.
  final: { contains: ['17', '24.9'] }
`;
