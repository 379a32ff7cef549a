/** True for the name of this machine, as `hostname` of a URL gives it. A name such as `127.example.com` is another machine. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|0\.0\.0\.0|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
