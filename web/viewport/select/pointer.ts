/** The innermost object, or prototype's part, that a JSON pointer leads to or into; empty if it leads elsewhere. */
export function objectOf(pointer: string): string {
  return /^(?:\/objects\/\d+|\/prototypes\/[^/]+)(?:\/group\/\d+)*/.exec(pointer)?.[0] ?? '';
}
