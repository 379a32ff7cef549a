/** `host:port` of a URL, also where the port is the default; the text itself where it is no URL. */
export function hostAndPort(url: string): string {
  if (!URL.canParse(url)) return url;
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}
