import { plainModel } from '../../config/read.ts';
import { gatewayWithoutAddress, type Model } from '../../domain/model.ts';
import type { ReadInput } from './exchange.ts';

/** Names the model and the gateway of an exchange. */
export type NameModel = (read: ReadInput) => Model;

/**
 * Returns a function that names models. A model has the name in its requests, a gateway the name of its host. A host of several
 * protocols becomes one gateway for each. A model of several gateways is called `name@gateway`.
 */
export function modelNames(exchanges: readonly ReadInput[]): NameModel {
  const protocolsOf = new Map<string, Set<string>>();
  for (const { exchange } of exchanges) addTo(protocolsOf, exchange.host, exchange.protocol.name);
  const gatewayName = ({ exchange }: ReadInput): string => {
    const { host, protocol } = exchange;
    return (protocolsOf.get(host)?.size ?? 0) > 1 ? `${host}-${protocol.name}` : host;
  };
  const gatewaysOf = new Map<string, Set<string>>();
  for (const read of exchanges) addTo(gatewaysOf, askedFor(read), gatewayName(read));
  return (read) => {
    const servedAs = askedFor(read);
    const gateway = gatewayName(read);
    const name = (gatewaysOf.get(servedAs)?.size ?? 0) > 1 ? `${servedAs}@${gateway}` : servedAs;
    const protocol = read.exchange.protocol.name;
    return plainModel(name, servedAs, gatewayWithoutAddress({ name: gateway, protocol, sandbox: false }));
  };
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([value]));
  else set.add(value);
}

/** The model in the request, else the model in the answer. */
function askedFor({ exchange, reading }: ReadInput): string {
  const { protocol, path, request } = exchange;
  const asked = request === null ? '' : protocol.contextOf({ endpoint: path, body: request }, 1).requestedModel;
  if (asked !== '') return asked;
  return (reading.ok ? reading.servedModel : null) ?? 'unknown';
}
