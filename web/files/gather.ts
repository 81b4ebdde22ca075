// A response's body as a file, telling how much of it is there.

export class TooLarge extends Error {}

/** Rejects with TooLarge beyond `most` bytes. `onShare`: not where the length is unknown, as of what comes compressed. */
export async function gather(response: Response, most: number, onShare: (share: number) => void): Promise<Blob> {
  const { headers, body } = response;
  const encoding = headers.get('content-encoding') ?? 'identity';
  const length = Number(headers.get('content-length') ?? 0);
  if (encoding === 'identity' && length > most) {
    await body?.cancel();
    throw new TooLarge();
  }
  if (!body) return response.blob();
  const known = encoding === 'identity' && length > 0;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const reader = body.getReader();
  let bytes = 0;
  for (;;) {
    const { value } = await reader.read();
    if (!value) return new Blob(parts);
    parts.push(value);
    bytes += value.length;
    if (bytes > most) {
      await reader.cancel().catch(() => {});
      throw new TooLarge();
    }
    if (known) onShare(Math.min(1, bytes / length));
  }
}
