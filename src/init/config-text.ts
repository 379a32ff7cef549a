import { protocolNamed } from '../protocol/protocols.ts';
import { PROTOCOL_NAMES, type ProtocolName } from '../domain/protocol.ts';

/**
 * The configuration of a new project. It has a gateway of the protocol, and the gateways of the other protocols as comments. Its default
 * models are simulated, so that the first run costs nothing.
 */
export function configText(protocol: ProtocolName): string {
  const { gateway, entry, models } = protocolNamed(protocol).start;
  const others = PROTOCOL_NAMES.filter((name) => name !== protocol).map((name) => {
    const { about, ...other } = protocolNamed(name).start;
    return `  # ${about}:\n  # ${other.gateway}: ${other.entry}`;
  });
  return `# yaml-language-server: $schema=./node_modules/tooltape/schema/config.schema.json
# Where models are served, and which to ask.
gateways:
  # Any endpoint of these protocols: ${PROTOCOL_NAMES.join(', ')} (chat where none is named).
  # The key comes from an environment variable. Never write it into this file.
  ${gateway}: ${entry}
${others.join('\n')}
  # Simulated models on this machine: no key, no cost.
  sandbox: { sandbox: true }

# Names for --models. \`price\` is US dollars per million tokens.
models:
${models.map(([name, price]) => `  ${name}: { gateway: ${gateway}, price: ${price} }`).join('\n')}

defaults:
  # Asked when --models is left out: one that is right at once, one that makes one call at a time, one that gets arguments wrong.
  models: [oracle, one-at-a-time, wrong-arguments]
`;
}

/** Description of a protocol in a few words. */
export function aboutProtocol(protocol: ProtocolName): string {
  return protocolNamed(protocol).start.about;
}
