/** The name under which a function of a benchmark is sent, because the APIs allow no dots. */
export function sentName(name: string): string {
  return name.replaceAll('.', '_');
}
