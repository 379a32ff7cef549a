/** Scenarios of every shape, as one file. What each persona must come to stands in its tags. */
export const SHAPES = `
tools:
  - name: get_weather
    description: The weather of a city.
    parameters:
      type: object
      properties: { city: { type: string }, unit: { type: string, enum: [celsius, fahrenheit] } }
      required: [city]
    returns:
      - when: { city: { $contains: Paris } }
        result: { city: "\${city}", temperature: 22 }
      - error: unknown city
  - name: search_products
    parameters: { type: object, properties: { query: { type: string }, max_price: { type: number } }, required: [query] }
    returns: [{ result: [{ name: "\${query} A", price: 99 }] }]
  - name: now
    parameters: { type: object, properties: {} }
    returns: [{ result: "2026-11-23T10:00:00Z" }]
  - name: book
    parameters:
      type: object
      properties:
        guest: { type: object, properties: { name: { type: string }, age: { type: integer, minimum: 18 } }, required: [name] }
        nights: { type: array, items: { type: string, format: date }, minItems: 1 }
        paid: { type: boolean }
      required: [guest, nights]
    returns: [{ error: try again, times: 1 }, { result: booked }]
scenarios:
  - id: parallel-two
    tags: [calls, parallel]
    prompt: Weather in the French capital, and an umbrella, please.
    tools: [get_weather, search_products]
    expect:
      calls:
        - { name: get_weather, arguments: { city: { $contains: Paris }, unit: { $optional: celsius } } }
        - { name: search_products, arguments: { query: { $contains: umbrella } } }
      final: { contains: ["22", umbrella], not: sorry }
  - id: same-tool-thrice
    tags: [calls, parallel]
    prompt: Three products.
    tools: [search_products]
    expect:
      calls:
        - { name: search_products, arguments: { query: red } }
        - { name: search_products, arguments: { query: green } }
        - { name: search_products, arguments: { query: blue, max_price: { $range: [10, 20] } } }
      require_parallel: false
  - id: single-tool
    tags: [calls]
    prompt: One city.
    tools: [get_weather]
    expect: { calls: [{ name: get_weather, arguments: { city: { $regex: "^Par[a-z]+$" } } }] }
  - id: no-arguments
    tags: [calls]
    prompt: What time is it?
    tools: [now, get_weather]
    expect: { calls: [{ name: now, arguments: {} }] }
  - id: open-arguments
    tags: [calls]
    prompt: Any city.
    tools: [get_weather, now]
    expect: { calls: [{ name: get_weather }] }
  - id: nested
    tags: [calls]
    prompt: Book for Ada, two nights.
    tools: [book, now]
    expect:
      calls:
        - name: book
          arguments:
            guest: { name: Ada, age: { $optional: { $range: [18, 99] } } }
            nights: { $unordered: ["2026-01-01", { $date: "2026-01-02" }] }
            paid: { $optional: true }
      allow_retry: true
      final: { matches: "^(Booked|Reserved)\\\\b.*\\\\d{2}", contains: [Ada] }
  - id: dependent
    tags: [calls]
    prompt: First the time, then the weather and a coat for it.
    tools: [now, get_weather, search_products]
    expect:
      steps:
        - - { name: now }
        - - { name: get_weather, arguments: { city: Paris } }
          - { name: search_products, arguments: { query: { $text: "Rain coat" } } }
      require_parallel: false
  - id: two-turns
    tags: [calls]
    messages:
      - { role: system, content: Be brief. }
      - { role: user, content: Hello }
      - { role: assistant, content: Hi! }
    turns:
      - { user: Weather in Paris?, expect: { calls: [{ name: get_weather, arguments: { city: Paris } }], final: { contains: ["22"] } } }
      - { user: Thanks., expect: { calls: [] } }
      - { user: And an umbrella?, expect: { calls: [{ name: search_products, arguments: { query: { $oneOf: [umbrella, umbrellas] } } }] } }
    tools: [get_weather, search_products]
  - id: any-of
    tags: [calls]
    prompt: Weather or time.
    tools: [get_weather, now, search_products]
    expect:
      any_of:
        - calls: [{ name: get_weather, arguments: { city: Paris } }]
        - calls: [{ name: now, arguments: {} }, { name: get_weather, arguments: { city: Lyon } }]
  - id: calls-any
    tags: [calls, any]
    prompt: Do something.
    tools: [now, get_weather]
    expect: { calls: any }
  - id: abstain
    tags: [abstention]
    prompt: What is one plus one?
    tools: [get_weather]
    expect: { calls: [], final: { contains: ["2"] } }
  - id: abstain-without-tools
    tags: [abstention]
    prompt: Just talk.
    tools: []
    expect: { calls: [] }
  - id: choice-none
    tags: [silent]
    prompt: Do not look it up.
    tools: [get_weather]
    tool_choice: none
    expect: { calls: [] }
  - id: choice-required
    tags: [calls, forced]
    prompt: Look it up.
    tools: [get_weather, now]
    tool_choice: required
    expect: { calls: [{ name: get_weather, arguments: { city: Paris } }] }
  - id: choice-named
    tags: [calls, forced, named]
    prompt: Use what you are told to.
    tools: [get_weather, now]
    tool_choice: { name: get_weather }
    expect: { calls: [{ name: get_weather, arguments: { city: Paris } }] }
  - id: not-judged
    tags: [silent]
    prompt: Say Hallo.
    tools: [get_weather, search_products]
    expect: { forbidden: [search_products], final: { contains: [Hallo] } }
  - id: first-response-only
    tags: [calls]
    prompt: One step is enough.
    tools: [get_weather, now]
    request: { temperature: 0.5 }
    max_steps: 1
    expect: { calls: [{ name: get_weather, arguments: { city: Paris, unit: { $not: celsius } } }] }
  - id: serial-by-request
    tags: [calls]
    prompt: One after the other.
    tools: [get_weather, now]
    request: { parallel_tool_calls: false }
    expect: { calls: [{ name: get_weather, arguments: { city: Paris } }, { name: now, arguments: {} }] }
  - id: 天気-übung
    tags: [calls]
    prompt: 今日の天気は?
    tools: [get_weather, now]
    expect: { calls: [{ name: get_weather, arguments: { city: { $contains: Paris } } }], extra: [now] }
  - id: two-chains
    tags: [calls, parallel]
    prompt: Two cities, and a coat for each.
    tools: [get_weather, search_products]
    expect:
      calls:
        - { name: get_weather, id: paris, arguments: { city: Paris } }
        - { name: get_weather, id: plage, arguments: { city: Paris Plage } }
        - { name: search_products, after: [paris], arguments: { query: coat } }
        - { name: search_products, id: hat, after: [plage], arguments: { query: hat } }
        - { name: search_products, after: [hat], arguments: { query: hat pin } }
  - id: references
    tags: [calls]
    prompt: The weather where it is hottest, then something for there.
    tools: [now, get_weather, search_products]
    expect:
      steps:
        - - { name: get_weather, id: hot, arguments: { city: Paris } }
        - - { name: search_products, id: found, arguments: { query: { $result: hot.city }, max_price: { $result: hot.temperature } } }
        - - { name: search_products, arguments: { query: { $result: "found[0].name" } } }
      allow_retry: true
  - id: whole-conversation
    tags: [calls]
    turns:
      - { user: Good day., expect: { calls: [], final: { contains: [day] } } }
      - { user: The weather., expect: { calls: [{ name: get_weather, id: w, arguments: { city: Paris } }] } }
      - { user: "And hats, while we are at it." }
    tools: [get_weather, search_products, now]
    expect:
      calls: [{ name: search_products, arguments: { query: { $oneOf: [hats, hat] }, max_price: { $result: w.temperature } } }]
      extra: [now]
      final: { contains: [hats] }
  - id: state
    tags: [calls]
    prompt: Reserve table four for Ada.
    state: { tables: { t4: { guest: null, seats: 2 } }, log: [] }
    tools:
      - name: reserve
        parameters:
          type: object
          properties: { table: { type: string }, guest: { type: string } }
          required: [table, guest]
        returns: [{ result: ok, set: { "tables.\${table}.guest": "\${guest}", "log[0]": "\${guest}" } }]
      - { name: cancel, parameters: { type: object, properties: {} }, returns: [{ result: ok }] }
    expect:
      calls: [{ name: reserve, arguments: { table: t4, guest: { $text: Ada } } }]
      state: { tables: { t4: { guest: { $text: Ada }, seats: 2 } } }
  - id: bfcl-rules
    tags: [calls]
    prompt: As the leaderboard judges.
    tools: [search_products, get_weather]
    rules: bfcl
    max_steps: 1
    bare: true
    expect: { calls: [{ name: search_products, accept: { query: [Umbrella, umbrellas], max_price: [{ $number: "5.0" }, ""] } }] }
`;
