import type { Json, JsonObject } from '../../../../src/json/json.ts';

/* The tools of an airline desk, in the words of the published conversations that are played onto them. */

type Row = Record<string, any>;
interface Desk {
  readonly reservations: Record<string, Row>;
  readonly users: Record<string, Row>;
}
type Flights = Record<string, Row>;
type Tool = (args: Row, desk: Desk, flights: Flights) => Json;

/** What a tool answers instead of a result; nothing is changed then. */
const refused = (why: string): string => `Error: ${why}`;

const TOOLS: Record<string, readonly [readonly string[], Tool]> = {
  get_user_details: [['user_id'], ({ user_id }, { users }) => users[user_id] ?? refused('user not found')],
  get_reservation_details: [
    ['reservation_id'],
    ({ reservation_id }, { reservations }) => reservations[reservation_id] ?? refused('user not found'),
  ],
  calculate: [['expression'], ({ expression }) => String(expression)],
  think: [['thought'], () => ''],
  list_all_airports: [[], () => ({})],
  transfer_to_human_agents: [['summary'], () => 'Transfer successful'],
  search_direct_flight: [['origin', 'destination', 'date'], () => []],
  search_onestop_flight: [['origin', 'destination', 'date'], () => []],
  book_reservation: [
    [
      'user_id',
      'origin',
      'destination',
      'flight_type',
      'cabin',
      'flights',
      'passengers',
      'payment_methods',
      'total_baggages',
      'nonfree_baggages',
      'insurance',
    ],
    book,
  ],
  cancel_reservation: [['reservation_id'], cancel],
  send_certificate: [['user_id', 'amount'], sendCertificate],
  update_reservation_baggages: [['reservation_id', 'total_baggages', 'nonfree_baggages', 'payment_id'], updateBaggages],
  update_reservation_flights: [['reservation_id', 'cabin', 'flights', 'payment_id'], updateFlights],
  update_reservation_passengers: [['reservation_id', 'passengers'], updatePassengers],
};

export const AIRLINE_TOOLS: readonly string[] = Object.keys(TOOLS);

/** Answers a call; what has another shape than the tool takes is refused. */
export function answer(name: string, args: JsonObject, state: JsonObject, flights: Flights): Json {
  const [parameters, tool] = TOOLS[name] ?? [[], null];
  if (tool === null) return `Unknown action ${name}`;
  const given = Object.keys(args);
  if (given.length !== parameters.length || !parameters.every((one) => given.includes(one))) {
    return refused('wrong arguments');
  }
  return tool(structuredClone(args), state as unknown as Desk, flights);
}

/** Price of each flight, put into it; or why it cannot be had. */
function priced(legs: Row[], cabin: string, seats: number, flights: Flights): string | null {
  for (const leg of legs) {
    const flight = flights[leg['flight_number']];
    const day = flight?.['dates'][leg['date']];
    if (flight === undefined || day === undefined) return refused('flight not found');
    if (day['status'] !== 'available') return refused('flight not available');
    if (day['available_seats'][cabin] < seats) return refused('not enough seats');
    Object.assign(leg, { price: day['prices'][cabin], origin: flight['origin'], destination: flight['destination'] });
  }
  return null;
}

function book(args: Row, { reservations, users }: Desk, flights: Flights): Json {
  const user = users[args['user_id']];
  if (user === undefined) return refused('user not found');
  const id = ['HATHAT', 'HATHAU'].find((one) => !(one in reservations)) ?? 'HATHAV';
  const { passengers, payment_methods: payments, insurance, nonfree_baggages: bags } = args;
  const fault = priced(args['flights'], args['cabin'], passengers.length, flights);
  if (fault !== null) return fault;
  let total = args['flights'].reduce((sum: number, leg: Row) => sum + leg['price'] * passengers.length, 0) + 50 * bags;
  if (insurance === 'yes') total += 30 * passengers.length;
  for (const { payment_id: payment, amount } of payments) {
    const method = user['payment_methods'][payment];
    if (method === undefined) return refused('payment method not found');
    if (['gift_card', 'certificate'].includes(method['source']) && method['amount'] < amount) {
      return refused('not enough balance');
    }
  }
  if (payments.reduce((sum: number, one: Row) => sum + one['amount'], 0) !== total) return refused('does not add up');
  for (const { payment_id: payment, amount } of payments) {
    const method = user['payment_methods'][payment];
    if (method['source'] === 'gift_card') method['amount'] -= amount;
    else if (method['source'] === 'certificate') delete user['payment_methods'][payment];
  }
  const { payment_methods: _, ...rest } = args;
  reservations[id] = { ...rest, reservation_id: id, payment_history: payments, created_at: '2024-05-15T15:00:00' };
  user['reservations'].push(id);
  return reservations[id];
}

function cancel({ reservation_id: id }: Row, { reservations }: Desk): Json {
  const reservation = reservations[id];
  if (reservation === undefined) return refused('reservation not found');
  const history = reservation['payment_history'];
  history.push(...history.map((one: Row) => ({ payment_id: one['payment_id'], amount: -one['amount'] })));
  reservation['status'] = 'cancelled';
  return reservation;
}

function sendCertificate({ user_id: id, amount }: Row, { users }: Desk): Json {
  const methods = users[id]?.['payment_methods'];
  if (methods === undefined) return refused('user not found');
  const name = [3221322, 3221323, 3221324].map((n) => `certificate_${n}`).find((one) => !(one in methods));
  if (name === undefined) return null;
  methods[name] = { source: 'certificate', amount, id: name };
  return `Certificate ${name} added to user ${id} with amount ${amount}.`;
}

/** The payment method of a change that costs so much; or why it cannot pay. */
function payer(users: Desk['users'], reservation: Row, payment: string, cost: number): Row | string {
  const method = users[reservation['user_id']]?.['payment_methods'][payment];
  if (method === undefined) return refused('payment method not found');
  if (method['source'] === 'certificate') return refused('certificate cannot be used to update reservation');
  if (method['source'] === 'gift_card' && method['amount'] < cost) return refused('gift card balance is not enough');
  return method;
}

function charge(reservation: Row, method: Row, payment: string, cost: number): void {
  if (method['source'] === 'gift_card') method['amount'] -= cost;
  if (cost !== 0) reservation['payment_history'].push({ payment_id: payment, amount: cost });
}

function updateBaggages(args: Row, { reservations, users }: Desk): Json {
  const reservation = reservations[args['reservation_id']];
  if (reservation === undefined) return refused('reservation not found');
  const cost = 50 * Math.max(0, args['nonfree_baggages'] - reservation['nonfree_baggages']);
  const method = payer(users, reservation, args['payment_id'], cost);
  if (typeof method === 'string') return method;
  Object.assign(reservation, { total_baggages: args['total_baggages'], nonfree_baggages: args['nonfree_baggages'] });
  charge(reservation, method, args['payment_id'], cost);
  return reservation;
}

function updateFlights(args: Row, { reservations, users }: Desk, flights: Flights): Json {
  const reservation = reservations[args['reservation_id']];
  if (reservation === undefined) return refused('reservation not found');
  const { cabin, flights: legs } = args;
  const seats = reservation['passengers'].length;
  let cost = 0;
  for (const leg of legs) {
    const same = (one: Row): boolean => one['flight_number'] === leg['flight_number'] && one['date'] === leg['date'];
    const kept = cabin === reservation['cabin'] ? reservation['flights'].find(same) : undefined;
    const fault = kept === undefined ? priced([leg], cabin, seats, flights) : null;
    if (fault !== null) return fault;
    if (kept !== undefined) {
      Object.assign(leg, { price: kept['price'], origin: kept['origin'], destination: kept['destination'] });
    }
    cost += leg['price'] * seats;
  }
  cost -= reservation['flights'].reduce((sum: number, leg: Row) => sum + leg['price'], 0) * seats;
  const method = payer(users, reservation, args['payment_id'], cost);
  if (typeof method === 'string') return method;
  if (method['source'] === 'gift_card') method['amount'] -= cost;
  // The cabin stays as it was: so does that of the published desk.
  reservation['flights'] = legs;
  if (cost !== 0) reservation['payment_history'].push({ payment_id: args['payment_id'], amount: cost });
  return reservation;
}

function updatePassengers({ reservation_id: id, passengers }: Row, { reservations }: Desk): Json {
  const reservation = reservations[id];
  if (reservation === undefined) return refused('reservation not found');
  if (passengers.length !== reservation['passengers'].length) return refused('number of passengers does not match');
  reservation['passengers'] = passengers;
  return reservation;
}
